using System.Collections;

namespace Cks.Core;

/// <summary>Collects findings while a document is read, so that all of them are reported at once. Not thread-safe.</summary>
public sealed class DiagnosticBag : IReadOnlyCollection<Diagnostic>
{
    private readonly List<Diagnostic> _items = [];

    /// <summary>Number of findings.</summary>
    public int Count => _items.Count;

    /// <summary>Whether any finding is an error, so that the document must be refused.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Adds a finding.</summary>
    public void Add(CksCode code, SourceLocation location, string message, string fix = "")
    {
        ArgumentNullException.ThrowIfNull(code);
        _items.Add(new(code, location, message, fix));
        HasErrors |= code.Severity == DiagnosticSeverity.Error;
    }

    /// <summary>Throws <see cref="CksConfigurationException"/> with all findings when one of them is an error.</summary>
    public void ThrowIfErrors()
    {
        if (HasErrors)
            throw new CksConfigurationException([.. _items]);
    }

    /// <inheritdoc/>
    public IEnumerator<Diagnostic> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
