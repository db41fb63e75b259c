package io.sallyport.product;

import io.sallyport.ground.FtpServerSetup;

final class MainJobIT extends MainJobContract {

  @Override
  FtpServerSetup configured(FtpServerSetup setup) {
    return setup;
  }
}
