package io.sallyport.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.ToDoubleFunction;

/// All that is counted from now on, in the form that Prometheus reads. Closing it stops the
/// counting. Thread-safe.
public final class Exposition implements AutoCloseable {

  /// The Content-Type of [#text].
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics collections = new JvmGcMetrics();

  /// Begins to count.
  public Exposition() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
    Metrics.addRegistry(registry);
  }

  private <T> void gauge(
      String name, String description, Tags label, T source, ToDoubleFunction<T> of) {
    // Of a backend that was replaced by another of its name.
    var _ = registry.find(name).tags(label).meters().stream().map(registry::remove).toList();
    Gauge.builder(name, source, of).description(description).tags(label).register(registry);
  }

  /// Shows a number of one backend that is asked for each time: `of` must be quick and may say NaN.
  ///
  /// @param name as `sallyport.ftp.pool.waiting`
  /// @param source held weakly
  public <T> void gaugeOf(
      String backend, String name, String description, T source, ToDoubleFunction<T> of) {
    gauge(name, description, Tags.of("backend", backend), source, of);
  }

  /// Shows one about the whole gateway.
  public <T> void gauge(String name, String description, T source, ToDoubleFunction<T> of) {
    gauge(name, description, Tags.empty(), source, of);
  }

  /// Everything, as it is now.
  public String text() {
    return registry.scrape();
  }

  @Override
  public void close() {
    Metrics.removeRegistry(registry);
    collections.close();
    registry.close();
  }
}
