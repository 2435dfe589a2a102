namespace Cks.Core;

/// <summary>How soon somebody should look at a security event.</summary>
public enum SecurityEventSeverity
{
    /// <summary>Part of normal work; worth keeping.</summary>
    Notice,

    /// <summary>Something was refused or does not work as it should.</summary>
    Warning,

    /// <summary>Somebody may be attacking, or a safeguard is gone.</summary>
    Alert,
}
