using System.Collections;

namespace Cks.Core;

/// <summary>
/// Collects findings while a document is read, so that all of them are reported at once. Keeps a limited number: what comes after is counted, and one last finding (CKS117) says how many there are.
/// Looking for names that were meant has a budget as well, so that no document makes it dear (S30). Not thread-safe.
/// </summary>
/// <param name="limit">Most findings that are kept.</param>
public sealed class DiagnosticBag(int limit = DiagnosticBag.DefaultLimit) : IReadOnlyCollection<Diagnostic>
{
    /// <summary>How many findings are kept where nothing else is said.</summary>
    public const int DefaultLimit = 200;

    // A value in a document may be as long as the document; a sentence about it is not.
    private const int LongestSentence = 2_000;

    private readonly List<Diagnostic> _items = [];
    private long _comparisons = DidYouMean.Budget * 4;
    private int _dropped;
    private string _lastFile = "";

    /// <summary>Number of findings as they are listed.</summary>
    public int Count => _items.Count + (_dropped > 0 ? 1 : 0);

    /// <summary>Number of all findings, those that are only counted as well.</summary>
    public int Total => _items.Count + _dropped;

    /// <summary>Whether any finding is an error, so that the document must be refused.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Whether findings are only counted from now on, so that advice about them need not be made.</summary>
    public bool IsFull => _items.Count >= limit;

    /// <summary>Adds a finding.</summary>
    /// <param name="code">Kind of mistake.</param>
    /// <param name="place">A node, the name of one, or a location.</param>
    /// <param name="message">What is wrong, in one sentence.</param>
    /// <param name="fix">How to mend it, in one sentence.</param>
    /// <param name="suggestion">The name that was probably meant.</param>
    public void Add(CksCode code, SourcePlace place, string message, string fix = "", string? suggestion = null)
    {
        ArgumentNullException.ThrowIfNull(code);
        if (MakeRoom(code.Severity))
            _items.Add(new(code, place.Location, Cut(message), Cut(fix)) { Length = place.Length, Suggestion = suggestion });
        else
            _lastFile = place.File;
    }

    /// <summary>Adds a finding of another bag.</summary>
    public void Add(Diagnostic diagnostic)
    {
        ArgumentNullException.ThrowIfNull(diagnostic);
        if (MakeRoom(diagnostic.Severity))
            _items.Add(diagnostic);
        else
            _lastFile = diagnostic.Location.File;
    }

    /// <summary>Adds a finding about a name that is not known, with the one that was probably meant, or the list of what is known.</summary>
    /// <param name="code">Kind of mistake.</param>
    /// <param name="place">Where the name stands; a node, where the name is all of its text.</param>
    /// <param name="message">What is wrong, in one sentence.</param>
    /// <param name="name">The name.</param>
    /// <param name="known">The names that could have been meant.</param>
    public void AddUnknown(CksCode code, SourcePlace place, string message, string name, IReadOnlyCollection<string> known)
    {
        ArgumentNullException.ThrowIfNull(known);
        var suggestion = IsFull ? null : Closest(name, known);
        Add(code, place, message, IsFull ? "" : DidYouMean.Advice(suggestion, known), suggestion);
    }

    /// <summary>Throws <see cref="CksConfigurationException"/> with all findings when one of them is an error.</summary>
    public void ThrowIfErrors()
    {
        if (HasErrors)
            throw new CksConfigurationException([.. this]);
    }

    /// <inheritdoc/>
    public IEnumerator<Diagnostic> GetEnumerator()
    {
        foreach (var item in _items)
            yield return item;
        if (_dropped > 0)
            yield return new(CksCodes.TooManyFindings, SourceLocation.Whole(_lastFile), $"{_dropped} more findings are not listed.", "Mend those that are, and look again.");
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal string? Closest(string name, IEnumerable<string> known) => DidYouMean.Closest(name, known, ref _comparisons);

    /// <summary>The finding that was added last; <see langword="null"/> when it was only counted.</summary>
    internal Diagnostic? Last => _dropped == 0 && _items.Count > 0 ? _items[^1] : null;

    /// <summary>Takes a finding back, because another one says more about the same mistake.</summary>
    internal void Retract(Diagnostic diagnostic) => _items.Remove(diagnostic);

    // An error that is not listed would leave a refused document with nothing but warnings, so a warning makes room for it.
    private bool MakeRoom(DiagnosticSeverity severity)
    {
        HasErrors |= severity == DiagnosticSeverity.Error;
        if (!IsFull)
            return true;
        _dropped++;
        if (severity != DiagnosticSeverity.Error || _items.FindLastIndex(d => d.Severity != DiagnosticSeverity.Error) is not (>= 0 and var warning))
            return false;
        _lastFile = _items[warning].Location.File;
        _items.RemoveAt(warning);
        return true;
    }

    private static string Cut(string text) =>
        text.Length <= LongestSentence ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[LongestSentence - 1]) ? LongestSentence - 1 : LongestSentence), "…");
}
