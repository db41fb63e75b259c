package io.sallyport.product;

import io.sallyport.ground.FtpServerSetup;

final class ActiveOnlyMainJobIT extends MainJobContract {

  @Override
  FtpServerSetup configured(FtpServerSetup setup) {
    return setup.passiveEnabled(false);
  }
}
