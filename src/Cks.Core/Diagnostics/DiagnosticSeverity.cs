namespace Cks.Core;

/// <summary>How bad a finding is.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Worth knowing.</summary>
    Info,

    /// <summary>The document loads, but something in it is likely not meant so.</summary>
    Warning,

    /// <summary>The document is refused.</summary>
    Error,
}
