package io.sallyport.http;

import io.sallyport.files.Backend;
import io.sallyport.files.Failure;
import io.sallyport.files.RemoteFiles;
import java.util.List;

/// Knows the backends and who may use them as whom. Thread-safe.
public interface Doorman {

  /// The backend of that name, ad hoc ones (`~host`) included where policy allows them.
  ///
  /// @throws Failure.NotFound if there is none, or the caller is not to know of it
  Backend backend(Call call, String name);

  /// The backend's files as the caller may see them. Connects nowhere yet.
  ///
  /// @throws Failure.NotLoggedIn if the request brings no credentials and the backend needs some
  RemoteFiles admit(Call call, Backend backend);

  /// Whom the caller is taken for at the backend: what locks are bound to. No secret.
  ///
  /// @throws Failure.NotLoggedIn as [#admit]
  String user(Call call, Backend backend);

  /// The FTP server has refused the credentials that came with the request.
  default void refused(Call call) {}

  /// The backends that the caller may see, for the folder `/`; by name.
  ///
  /// @throws Failure.NotLoggedIn if nobody may see any without credentials
  List<Backend> visible(Call call);
}
