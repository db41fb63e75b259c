package io.sallyport.dav;

/// Serves [TestGateway] on a port until it is ended: for WebDAV clients and suites run by hand.
final class TestGatewayMain {

  private TestGatewayMain() {}

  public static void main(String[] args) throws InterruptedException {
    try (TestGateway gateway = new TestGateway(Integer.parseInt(args[0]))) {
      gateway.files().folder("/t");
      Thread.currentThread().join();
    }
  }
}
