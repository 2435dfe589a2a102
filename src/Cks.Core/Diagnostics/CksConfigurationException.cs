namespace Cks.Core;

/// <summary>The application was put together wrongly: a document, an option or a registration. Thrown at start-up only, never for what a request carries.</summary>
public sealed class CksConfigurationException : Exception
{
    /// <summary>Makes the exception from its findings; the message lists all of them.</summary>
    public CksConfigurationException(IReadOnlyList<Diagnostic> diagnostics)
        : base(string.Join(Environment.NewLine, diagnostics)) => Diagnostics = diagnostics;

    /// <summary>Makes the exception from one finding that has no document.</summary>
    public CksConfigurationException(CksCode code, string where, string message, string fix)
        : this([new Diagnostic(code, SourceLocation.Whole(where), message, fix)])
    {
    }

    /// <summary>What is wrong, where, and how to mend it.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }
}
