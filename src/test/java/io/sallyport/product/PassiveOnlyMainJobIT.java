package io.sallyport.product;

import io.sallyport.ground.FtpServerSetup;

final class PassiveOnlyMainJobIT extends MainJobContract {

  @Override
  FtpServerSetup configured(FtpServerSetup setup) {
    return setup.portEnabled(false);
  }
}
