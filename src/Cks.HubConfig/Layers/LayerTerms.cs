namespace Cks.HubConfig;

/// <summary>What layers say about the layers above them: it stands in no hub that they make.</summary>
/// <param name="Delegable">Permissions that tenants may turn on by themselves, each with the layer that says so.</param>
/// <param name="Locks">Pointers to what no later layer changes, each with the lowest layer that says so.</param>
internal sealed record LayerTerms(IReadOnlyDictionary<string, string> Delegable, IReadOnlyDictionary<string, string> Locks)
{
    /// <summary>Those of a document that is no layer.</summary>
    public static LayerTerms None { get; } = new(new Dictionary<string, string>(), new Dictionary<string, string>());

    /// <summary>The terms of layers that could be merged.</summary>
    /// <param name="layers">The layers, the first below.</param>
    public static LayerTerms Of(IReadOnlyList<HubLayer> layers) => new(Read(layers, LayerDirectives.Delegable), Read(layers, LayerDirectives.Lock));

    private static SortedDictionary<string, string> Read(IReadOnlyList<HubLayer> layers, string directive)
    {
        var said = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var layer in layers)
            if (layer.Root.TryGet(directive, out var list))
                foreach (var item in list.Items)
                    said.TryAdd(item.Text!, layer.ToString());
        return said;
    }
}
