package io.sallyport.ftp.data;

final class DataModeTableTest extends DataModeMemoryContract {

  @Override
  DataModeMemory memory() {
    return new DataModeTable();
  }
}
