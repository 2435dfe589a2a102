namespace Cks.Core;

/// <summary>Did-you-mean within limits: names and their number are as large as somebody chooses to make them.</summary>
internal sealed class SchemaAdvice
{
    private const int LongestName = 128;

    private long _left = 20_000_000;

    /// <summary>The advice of <see cref="DidYouMean.Sentence"/>, or none when too many names have been looked at already.</summary>
    public string For(string name, IReadOnlyCollection<string> candidates)
    {
        _left -= (long)candidates.Count * (16 + Math.Min(name.Length, LongestName) * Math.Min(name.Length, LongestName));
        return _left < 0 ? "" : DidYouMean.Sentence(name, candidates);
    }
}
