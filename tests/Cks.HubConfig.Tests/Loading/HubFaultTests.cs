using System.Net;
using System.Text;
using Cks.Core;
using Cks.Rbac;
using CsCheck;

namespace Cks.HubConfig.Tests;

/// <summary>Whatever fails, nobody gains anything by it (monotone failure).</summary>
public sealed class HubFaultTests
{
    private const int Restart = 9;

    private static readonly byte[][] Wrong =
    [
        [], "{"u8.ToArray(), "[]"u8.ToArray(), "{\"schemaVersion\":99}"u8.ToArray(), "{\"permissions\":{\"canViewFinancials\":1}}"u8.ToArray(), [0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}'], [.. "{\"a\":\""u8, 0xFF, .. "\"}"u8],
        "{\"metadata\":{},\"metadata\":{}}"u8.ToArray(), Encoding.UTF8.GetBytes(new string('[', 10_000)), new byte[HubDefinitionReader.MaxBytes + 1], "{\"permissions\":{\"canViewFinancials\":-0}}"u8.ToArray(), "{\"permissions\":NaN}"u8.ToArray(),
    ];

    [Fact]
    public void S09_After_any_history_of_faults_and_restarts_permits_and_fields_are_a_subset() =>
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Select(Gen.Frequency((9, Gen.Int[0, 8]), (4, Gen.Const(Restart)), (6, Gen.Int[Restart + 1, Restart + 5])), Gen.Int[0, Wrong.Length - 1]).Array[1, 8]).Sample(
            (isKept, isListed, faults) =>
            {
                using var world = new World { IsListed = isListed };
                // Without a copy nobody knows after a restart what was there, but what is listed.
                var copy = isKept ? new SnapshotFile(Path.Combine(world.Folder, "kept", "hubs.cks"), "hubs", new Secret<byte[]>(new byte[32])) : null;
                var catalog = world.Start(copy: copy)!;
                var before = (Acme: Seen(catalog, "acme"), Main: Seen(catalog, "main"));
                Assert.DoesNotContain("may financials:view", before.Acme);
                Assert.DoesNotContain("may crews:manage", before.Main);
                Assert.Contains("may financials:view", before.Main);
                foreach (var (fault, text) in faults)
                {
                    switch (fault)
                    {
                        case Restart when isKept || isListed:
                            AwaitCopy(copy, catalog);
                            catalog = world.Start(copy: copy) ?? catalog;
                            break;
                        case Restart:
                            break;
                        case Restart + 1:
                            world.Policy(text % 2 == 0);
                            break;
                        case Restart + 2:
                            catalog.Store.RollBack(catalog.Store.Revisions[^1].Version.Sequence, "ann", "r");
                            break;
                        case Restart + 3:
                            world.Tenant(text);
                            break;
                        case Restart + 4:
                            world.MendShared();
                            break;
                        case Restart + 5:
                            world.Lock();
                            break;
                        default:
                            world.Break(fault, Wrong[text]);
                            break;
                    }

                    catalog.TryReload();
                    var after = (Acme: Seen(catalog, "acme"), Main: Seen(catalog, "main"));
                    // What somebody wrote into the tenant's layer is what counts, once it is in use; and what somebody went back to.
                    var isWritten = (fault == Restart + 2 && catalog.Documents.Provenance.Origin == SnapshotOrigin.Rollback) || (world.IsTenantGood && catalog.Documents.Provenance.Origin == SnapshotOrigin.Documents && catalog.Store.SourceRefusal is null && catalog.Current("contractor", "acme")!.State == TenantLayerState.InUse);
                    if (!isWritten)
                        Assert.Subset(before.Acme, after.Acme);
                    Assert.Subset(before.Main, after.Main);
                    // After built-in documents the last good ones are what may come back.
                    if (catalog.Documents.Provenance.Origin != SnapshotOrigin.BuiltIn)
                        before = after;
                }
            },
            iter: 150);

    [Fact]
    public void S09_Built_in_documents_give_a_screen_and_no_right_until_the_documents_can_be_read()
    {
        using var world = new World();
        world.Break(0, "{"u8.ToArray());
        var events = new List<string>();
        var catalog = world.Start(new SecurityEvents([new Sink(events)]))!;
        Assert.Equal(SnapshotOrigin.BuiltIn, catalog.Documents.Provenance.Origin);
        Assert.Contains(SecurityEventKinds.BuiltInUsed.Id, events);
        Assert.Equal(HubHealthState.Unhealthy, catalog.Health.State);
        foreach (var roles in (string[][])[["contractor"], ["manager"], []])
            Assert.All(Portal.Capabilities, c => Assert.False(catalog.Permits(roles, "main", CapabilityId.Of(c))));
        Assert.Equal("Contractor Portal", catalog.Current("contractor")!.Value.Metadata.DisplayName);
        Assert.All(catalog.Current("contractor")!.Value.Permissions.Values, Assert.False);
        Assert.Equal(TenantLayerState.Denied, catalog.Current("contractor", "acme")!.State);

        // Nobody goes back to it once it is over.
        world.Mend();
        Assert.True(catalog.TryReload().IsLoaded);
        Assert.Equal(HubHealthState.Good, catalog.Health.State);
        Assert.Contains("may financials:view", Seen(catalog, "main"));
        Assert.Equal(SnapshotRefusalReason.NotKept, catalog.Store.RollBack(1, "ann", "r").Reason);
    }

    [Fact]
    public void Built_in_documents_with_a_mistake_stop_a_start_at_which_nobody_needs_them()
    {
        using var world = new World();
        world.BuiltIn = HubSource.Memory(new Dictionary<string, ReadOnlyMemory<byte>> { ["contractor"] = "{"u8.ToArray() });
        Assert.Null(world.Start());
    }

    [Fact]
    public void S26_Built_in_documents_come_after_the_copy_and_are_never_saved_as_it()
    {
        using var world = new World();
        var file = new SnapshotFile(Path.Combine(world.Folder, "kept", "hubs.cks"), "hubs", new Secret<byte[]>(new byte[32]));
        Assert.NotNull(world.Start(copy: file));
        var good = file.Read().Content.ToArray();

        // Broken, and not missing: the copy does not stand in for it.
        world.Break(0, "{"u8.ToArray());
        Assert.Equal(SnapshotOrigin.BuiltIn, world.Start(copy: file)!.Documents.Provenance.Origin);
        Assert.Equal(good, file.Read().Content.ToArray());

        // Missing: the copy comes first.
        world.Break(5, []);
        var restored = world.Start(copy: file)!;
        Assert.Equal(SnapshotOrigin.LastKnownGood, restored.Documents.Provenance.Origin);
        Assert.Equal(HubHealthState.Degraded, restored.Health.State);
        Assert.Contains("may financials:view", Seen(restored, "main"));
        Assert.DoesNotContain("may financials:view", Seen(restored, "acme"));
    }

    // It is written on another thread, a moment after the revision came into use.
    private static void AwaitCopy(SnapshotFile? copy, HubCatalog catalog)
    {
        if (copy is not null && catalog.Documents.Provenance.Origin is SnapshotOrigin.Documents or SnapshotOrigin.Rollback)
            Assert.True(SpinWait.SpinUntil(() => copy.Read() is { IsRead: true } read && read.Sequence >= catalog.Store.Current.Version.Sequence, TimeSpan.FromSeconds(30)));
    }

    // What somebody may do, and what they see of the screen.
    private static HashSet<string> Seen(HubCatalog catalog, string tenant)
    {
        var decisions = new PolicyDecisionPoint(Portal.Policies(Portal.Capabilities));
        var view = new HubComposer(catalog, decisions, decisions).ComposeAsync(new("u1", TenantId.Parse(tenant), ["contractor"])).AsTask().Result;
        return
        [
            .. Portal.Capabilities.Where(c => catalog.Permits(["contractor"], tenant, CapabilityId.Of(c))).Select(c => $"may {c}"),
            .. view!.Permissions.Where(p => p.Value).Select(p => $"permission {p.Key}"),
            .. view!.Features.Where(f => f.Value.Enabled).Select(f => $"feature {f.Key}"),
            .. view!.Widgets.Where(w => May(Portal.DataSourceCapabilities[w.DataSource.Value])).Select(w => $"widget {w.Id}"),
            .. view!.QuickActions.Where(a => May(Portal.ActionCapabilities[a.Action])).Select(a => $"action {a.Id}"),
            .. view!.Endpoints.Select(e => $"endpoint {e.Key}"),
        ];

        // The decision point here has no ceiling; the one of an application has.
        bool May(string capability) => capability == HubTargets.NoCapability || catalog.Permits(["contractor"], tenant, CapabilityId.Of(capability));
    }

    /// <summary>A base from memory, the role from another machine, an environment and a tenant from files, and built-in documents. Each can break.</summary>
    private sealed class World : IDisposable
    {
        private static readonly byte[] Base = """{ "schemaVersion": 2, "permissions": { "canEditProfile": true }, "features": { "messaging": { "enabled": true } } }"""u8.ToArray();

        private readonly TemporaryFolder _folder = new();
        private readonly Answers _server = new(_ => throw new HttpRequestException());
        private byte[]? _base;

        public World() => Mend();

        public string Folder => _folder.Root;

        public bool IsListed { get; init; } = true;

        public SnapshotStore<Policy> Policies { get; } = Portal.Policies(Portal.Capabilities);

        /// <summary>A policy without an alias that the documents name, or with it again.</summary>
        public void Policy(bool isWhole)
        {
            var text = Encoding.UTF8.GetString(Portal.PolicyText(Portal.Capabilities, []));
            var utf8 = Encoding.UTF8.GetBytes(isWhole ? text : text.Replace("\"canManageCrews\": \"crews:manage\", ", "", StringComparison.Ordinal));
            Policies.Activate(new(PolicyReader.Read("test.rbac.json", utf8), utf8), SnapshotProvenance.Documents).GetOrThrow();
        }

        public HubSource BuiltIn { get; set; } = HubSource.Memory(new Dictionary<string, ReadOnlyMemory<byte>> { ["contractor"] = Portal.Contractor });

        /// <summary>Whether the tenant's layer is one that can be used.</summary>
        public bool IsTenantGood { get; private set; }

        public void Mend()
        {
            MendShared();
            Tenant(0);
        }

        public void MendShared()
        {
            _base = Base;
            _server.Answer = _ => Answers.Of(Portal.Contractor, "\"one\"");
            _folder.Write("production.json", """{ "schemaVersion": 2, "permissions": { "canManageCrews": false } }""");
        }

        /// <summary>A base over which some good layers of the tenant cannot be laid any more.</summary>
        public void Lock() => _folder.Write("production.json", """{ "schemaVersion": 2, "permissions": { "canManageCrews": false }, "$lock": ["/metadata/icon"] }""");

        /// <summary>Another good layer of the tenant.</summary>
        public void Tenant(int which)
        {
            IsTenantGood = true;
            _folder.Write("tenants/acme.json", (which % 6) switch
            {
                0 => """{ "schemaVersion": 2, "permissions": { "canViewFinancials": false } }""",
                1 => """{ "schemaVersion": 2, "permissions": { "canCreateJobs": false } }""",
                2 => """{ "schemaVersion": 2, "features": { "messaging": { "kill": true } } }""",
                3 => """{ "schemaVersion": 2, "metadata": { "icon": "hat" }, "features": { "notifications": { "enabled": false } }, "navigation": { "quickActions": [{ "id": "new-job", "$patch": "delete" }] } }""",
                4 => """{ "schemaVersion": 2, "metadata": { "icon": "hat" }, "dashboard": { "widgets": [{ "id": "recent-activity", "$patch": "delete" }] } }""",
                _ => "{}",
            });
        }

        public void Break(int fault, byte[] text)
        {
            switch (fault)
            {
                case 0:
                    _base = text;
                    break;
                case 1:
                    _base = null;
                    break;
                case 2:
                    _server.Answer = _ => Answers.Of(text);
                    break;
                case 3:
                    _server.Answer = _ => new(HttpStatusCode.NotFound);
                    break;
                case 4:
                    _server.Answer = _ => throw new HttpRequestException();
                    break;
                case 5:
                    _base = Base;
                    File.Delete(Path.Combine(Folder, "production.json"));
                    break;
                case 6:
                    _folder.Write("production.json", text);
                    break;
                case 7:
                    IsTenantGood = false;
                    _folder.Write("tenants/acme.json", text);
                    break;
                default:
                    IsTenantGood = false;
                    File.Delete(Path.Combine(Folder, "tenants", "acme.json"));
                    break;
            }
        }

        /// <summary>A host that starts now; <see langword="null"/> where it does not.</summary>
        public HubCatalog? Start(SecurityEvents? events = null, SnapshotFile? copy = null)
        {
            var sources = new HubSources
            {
                Base = [HubSource.Memory("base", () => _base ?? throw new IOException())],
                Roles = [HubSource.Http("https://config.example/{role}.json", ["contractor"], new() { Handler = _server })],
                Environment = [HubSource.File("production.json")],
                Tenants = [new HubFolder("tenants/{tenant}.json", NamePattern.TenantPlace)],
                Listed = IsListed ? ["acme"] : [],
                ListedRoles = IsListed ? ["contractor"] : [],
                BuiltIn = BuiltIn,
            };
            try
            {
                return new(sources, Folder, Portal.Targets, Policies, source => SnapshotLoader<HubDocuments>.Start(source, copy, events: events), events, copy);
            }
            catch (CksConfigurationException)
            {
                return null;
            }
        }

        public void Dispose() => _folder.Dispose();
    }

    private sealed class Sink(List<string> kinds) : ISecurityEventSink
    {
        public void Report(SecurityEvent securityEvent) => kinds.Add(securityEvent.Kind.Id);
    }
}
