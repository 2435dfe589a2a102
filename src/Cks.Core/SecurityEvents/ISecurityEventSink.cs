namespace Cks.Core;

/// <summary>Where security events go: a log, a queue, a monitoring system. Register as many as there are places.</summary>
public interface ISecurityEventSink
{
    /// <summary>Takes an event. Called where the event happened: must be quick and must not block. An exception is counted and goes no further.</summary>
    void Report(SecurityEvent securityEvent);
}
