package io.sallyport.ftp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is read from the answer to FEAT.
final class FeaturesTest {

  @ParameterizedTest
  @CsvSource({
    // pyftpdlib 1.5.7, ProFTPD 1.3.8, Pure-FTPd 1.0.50, a server that tells least
    "type*;perm*;size*;modify*;unique*;unix.mode;unix.uid;, type;perm;size;modify;unique;unix.mode;",
    "modify*;perm*;size*;type*;unique*;UNIX.group*;UNIX.groupname*;UNIX.mode*;UNIX.owner*;,",
    "type*;size*;sizd*;modify*;UNIX.mode*;UNIX.uid*;UNIX.gid*;unique*;,",
    "Type;Size;Modify;Lang;, Type;Size;Modify;",
    "'',",
  })
  void onlyFactsThatAreUsedAndNotTold_areAskedFor(String told, String asked) {
    assertEquals(Optional.ofNullable(asked), new Features(Map.of("MLST", told)).factsToAskFor());
  }

  @Test
  void nothingIsAskedFor_ofAServerWithoutFacts() {
    assertEquals(Optional.empty(), Features.NONE.factsToAskFor());
  }
}
