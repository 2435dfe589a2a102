using System.Globalization;
using System.Text;
using Cks.Core;
using Cks.HubConfig;
using Cks.Rbac;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.FeatureManagement;

namespace Cks.Benchmarks;

/// <summary>
/// Twenty flags that are on or off and twenty that are on for a quarter, in a hub and in the configuration of Microsoft.FeatureManagement. The two pick their quarter by another hash each, so the callers are those
/// about whom both say the same: half of them are in it.
/// </summary>
internal sealed class FlagCases
{
    private const int Flags = 20;
    private static readonly DateTimeOffset Now = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly HubFlags _flags = HubFlags.Of(HubDefinitionReader.Read("hub.json", Document()).GetOrThrow());
    private readonly IVariantFeatureManager _peer = MakePeer();
    private readonly DecisionContext _who = new Subject("user-1", TenantId.Parse("acme"), ["contractor"]).Context;

    public FlagCases()
    {
        Ids = [.. Enumerable.Range(0, RatioCase.FewestInputs).Select(n => FlagId.Of($"switch{n % Flags}"))];
        var (isIn, isOut) = (new List<FlagCaller>(), new List<FlagCaller>());
        for (var n = 0; Math.Min(isIn.Count, isOut.Count) < RatioCase.FewestInputs / 2; n++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"user_{n:x16}");
            var caller = new FlagCaller(FlagId.Of($"share{n % Flags}"), new Subject(id, TenantId.Parse("acme"), ["contractor"]).Context, new() { UserId = id });
            if (IsIn(caller) is var answer && answer == PeerIsIn(caller))
                (answer == 1 ? isIn : isOut).Add(caller);
        }

        Callers = [.. isIn.Take(RatioCase.FewestInputs / 2), .. isOut.Take(RatioCase.FewestInputs / 2)];
    }

    public IReadOnlyList<FlagId> Ids { get; }

    public IReadOnlyList<FlagCaller> Callers { get; }

    public int IsOn(FlagId id) => _flags.IsOn(id, new(_who, Now)) ? 1 : 0;

    public int IsOnByName(FlagId id) => _flags.IsOn(id.Name, new(_who, Now)) ? 1 : 0;

    public int PeerIsOn(FlagId id) => Answer(_peer.IsEnabledAsync(id.Name));

    public int IsIn(FlagCaller caller) => _flags.IsOn(caller.Id, new(caller.Ours, Now)) ? 1 : 0;

    public int PeerIsIn(FlagCaller caller) => Answer(_peer.IsEnabledAsync(caller.Id.Name, caller.Peer));

    // It nearly always answers at once.
    private static int Answer(ValueTask<bool> answer) => (answer.IsCompletedSuccessfully ? answer.Result : answer.AsTask().GetAwaiter().GetResult()) ? 1 : 0;

    private static byte[] Document()
    {
        var features = Enumerable.Range(0, Flags).Select(n => $$""" "switch{{n}}": { "enabled": {{(n % 2 == 0 ? "true" : "false")}} } """);
        var flags = Enumerable.Range(0, Flags).Select(n => $$""" "share{{n}}": { "hash": "xxh3-64", "partsPerMillion": 250000 } """);
        return Encoding.UTF8.GetBytes($$"""
            {
              "schemaVersion": 2,
              "metadata": { "role": "contractor", "version": "1", "displayName": "Hub", "theme": { "primaryColor": "#2563eb", "accentColor": "#0b875e" } },
              "features": { {{string.Join(',', features)}} },
              "flags": { {{string.Join(',', flags)}} }
            }
            """);
    }

    private static IVariantFeatureManager MakePeer()
    {
        var switches = Enumerable.Range(0, Flags).Select(n => $$""" { "id": "switch{{n}}", "enabled": {{(n % 2 == 0 ? "true" : "false")}} } """);
        var shares = Enumerable.Range(0, Flags).Select(n => $$"""
            { "id": "share{{n}}", "enabled": true, "conditions": { "client_filters": [{ "name": "Microsoft.Targeting", "parameters": { "Audience": { "DefaultRolloutPercentage": 25 } } }] } }
            """);
        var json = $$"""{ "feature_management": { "feature_flags": [{{string.Join(',', switches.Concat(shares))}}] } }""";
        var services = new ServiceCollection();
        services.AddFeatureManagement(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build());
        return services.BuildServiceProvider().GetRequiredService<IVariantFeatureManager>();
    }
}
