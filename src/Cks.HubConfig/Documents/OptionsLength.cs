using Cks.Core;

namespace Cks.HubConfig;

/// <summary>How long the options of widgets are together, before anything is made of them: a definition counts with each widget that uses it (S30).</summary>
internal sealed class OptionsLength
{
    private const int PerValue = 4;

    private readonly Dictionary<SourceNode, long> _known = new(ReferenceEqualityComparer.Instance);

    public long Of(IEnumerable<HubWidget> widgets) => widgets.Sum(w => w.Options.Sum(o => o.Key.Length + Known(o.Value)) + Of(w.Children));

    private long Known(SourceNode option)
    {
        if (!_known.TryGetValue(option, out var length))
            _known.Add(option, length = Of(option));
        return length;
    }

    private static long Of(SourceNode value)
    {
        long length = PerValue + (value.Text?.Length ?? 0);
        foreach (var child in value.Children)
            length += Of(child);
        foreach (var name in value.Properties.Keys)
            length += name.Length;
        return length;
    }
}
