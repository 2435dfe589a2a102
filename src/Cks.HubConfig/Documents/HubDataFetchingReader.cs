using System.Collections.ObjectModel;
using Cks.Core;

namespace Cks.HubConfig;

/// <summary>Reads where the widgets of a hub document read from, and how long it may be kept.</summary>
/// <param name="values">Reads values.</param>
internal sealed class HubDataFetchingReader(HubValueReader values)
{
    public HubDataFetching Read(SourceNode? node)
    {
        if (node is null)
            return new(ReadOnlyDictionary<string, HubPath>.Empty, ReadOnlyDictionary<string, HubCacheRule>.Empty);
        var reader = SourceReader.Of(node, values.Diagnostics);
        reader.Optional("caching");
        var endpoints = values.Map(reader, "endpoints", (parent, endpoint) =>
        {
            values.CheckKey(endpoint);
            return values.Path(parent, endpoint.Name);
        });
        string[] names = [.. endpoints.Keys];
        var caching = values.Map(reader, "caching", (_, rule) => ReadCacheRule(rule, names));
        reader.Complete();
        return new(endpoints, caching);
    }

    private HubCacheRule ReadCacheRule(SourceNode node, string[] endpoints)
    {
        if (!endpoints.Contains(node.Name))
            values.Diagnostics.AddUnknown(CksCodes.HubDocument, node.NamePlace, $"\"{node.Name}\" is not one of the endpoints.", node.Name, endpoints);
        var reader = SourceReader.Of(node, values.Diagnostics);
        reader.Required("ttlSeconds");
        var rule = new HubCacheRule(TimeSpan.FromSeconds(values.Number(reader, "ttlSeconds", 0, int.MaxValue, "seconds") ?? 0), reader.Boolean("staleWhileRevalidate"));
        reader.Complete();
        return rule;
    }
}
