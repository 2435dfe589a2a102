namespace Cks.HubConfig;

/// <summary>What anybody gains by other hub documents, a line each, for the second person and for whoever looks afterwards (S26).</summary>
internal static class HubGains
{
    // What is no permission of the hub itself, nor a feature of it.
    private static readonly string[] Told = ["/flags/", $"/{LayerDirectives.Delegable}/", $"/{LayerDirectives.Lock}/"];

    public static string Of(HubDocuments before, HubDocuments after)
    {
        var gains = before.Roles.Except(after.Roles, StringComparer.Ordinal).Select(r => $"role {r}: no hub takes anything away any more").ToList();
        gains.AddRange(before.Tenants.Keys.Except(after.Tenants.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(t => $"tenant {t}: no layer takes anything away any more"));
        // A tenant whose layer is the same gains what its roles gain.
        string[] tenants = ["", .. before.Tenants.Keys.Union(after.Tenants.Keys, StringComparer.Ordinal).Where(t => !IsSame(before.Tenants.GetValueOrDefault(t), after.Tenants.GetValueOrDefault(t))).Order(StringComparer.Ordinal)];
        foreach (var role in before.Roles.Intersect(after.Roles, StringComparer.Ordinal))
            foreach (var tenant in tenants)
                if (before.Find(role, tenant, Ignore) is { } old && after.Find(role, tenant, Ignore) is { } hub)
                    gains.AddRange(Of(old, hub).Select(g => $"role {role}{(tenant.Length > 0 ? $", tenant {tenant}" : "")}: {g}"));
        return string.Join('\n', gains);
    }

    private static IEnumerable<string> Of(HubSnapshot before, HubSnapshot after) =>
        before.State == TenantLayerState.Denied && after.State != TenantLayerState.Denied
            ? ["everything was denied"]
            : before.TakenAway.Except(after.TakenAway, StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(p => $"{p} is not taken away any more")
                .Concat(after.Definition.Features.Where(f => f.Value.Enabled && before.Definition.Features.TryGetValue(f.Key, out var old) && !old.Enabled).Select(f => $"feature {f.Key} is on"))
                .Concat(HubDiff.Between(before, after).Changes.Where(c => c.Risk >= HubRisk.LimitLoosened && Array.Exists(Told, t => c.Pointer.StartsWith(t, StringComparison.Ordinal))).Select(c => c.Text));

    private static bool IsSame(TenantLayers? before, TenantLayers? after) =>
        before is { Findings.Count: 0 } && after is { Findings.Count: 0 } && before.Files[0].Utf8.Span.SequenceEqual(after.Files[0].Utf8.Span);

    private static void Ignore(TenantLayerFault fault)
    {
    }
}
