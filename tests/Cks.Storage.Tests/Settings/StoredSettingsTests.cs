using System.Security.Cryptography;
using System.Text;
using Cks.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Storage.Tests;

public sealed class StoredSettingsTests : IDisposable
{
    private readonly SettingsFolder _settings = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _settings.Dispose();

    [Fact]
    public async Task A_revision_lies_over_what_was_set_before_and_comes_without_a_restart()
    {
        var configuration = _settings.Configuration();
        Assert.Equal("20", configuration["Portal:PageSize"]);
        await using var services = new ServiceCollection().Configure<Portal>(configuration.GetSection("Portal"))
            .AddSingleton<IOptionsChangeTokenSource<Portal>>(new ConfigurationChangeTokenSource<Portal>(configuration.GetSection("Portal"))).BuildServiceProvider();
        var monitor = services.GetRequiredService<IOptionsMonitor<Portal>>();
        Assert.Equal(20, monitor.CurrentValue.PageSize);
        var heard = new TaskCompletionSource<Portal>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listening = monitor.OnChange(p => heard.TrySetResult(p));

        Assert.True((await _settings.PublishAsync("""{"Portal":{"PageSize":5e1,"Banner":"hello","List":{"Ratio":0.50}}}""")).IsAccepted);
        var changed = await heard.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal((50, "hello", "from the file", 0.5), (changed.PageSize, changed.Banner, changed.Name, changed.List.Ratio));
        Assert.Equal(["a", "b"], changed.Numbers);
        Assert.Equal(["Banner", "List", "Name", "Numbers", "PageSize"], configuration.GetSection("Portal").GetChildren().Select(c => c.Key).Order());

        // What is left out is what it was before.
        await _settings.PublishAsync("{}");
        await UntilAsync(() => monitor.CurrentValue.PageSize == 20);
        Assert.Null(configuration["Portal:Banner"]);
    }

    [Fact]
    public async Task S16_code_does_not_set_what_nobody_published()
    {
        var configuration = _settings.Configuration();
        await _settings.PublishAsync("""{"Portal":{"Banner":"published"}}""");
        await UntilAsync(() => configuration["Portal:Banner"] == "published");
        foreach (var mine in (string?[])["mine", null, ""])
        {
            configuration["Portal:Banner"] = mine;
            Assert.Equal("published", configuration["Portal:Banner"]);
        }

        // What was set lies in the providers below, and stays there.
        await _settings.PublishAsync("{}");
        await UntilAsync(() => configuration["Portal:Banner"] == "");
        Assert.False(StoredSettings.In(configuration)!.TryGet("Portal:Banner", out _));
    }

    [Theory]
    [InlineData("""{"Portal":{"PageSize":0}}""")]
    [InlineData("""{"Portal":{"Name":"other"}}""")]
    [InlineData("""{"ConnectionStrings":{"Main":"Host=evil"}}""")]
    [InlineData("""{"Portal":""")]
    public async Task S16_a_broken_revision_never_replaces_a_good_one(string broken)
    {
        await _settings.PublishAsync("""{"Portal":{"PageSize":30}}""");
        var configuration = _settings.Configuration();
        await _settings.ForceAsync(broken);
        var provider = StoredSettings.In(configuration)!;
        await UntilAsync(() => provider.Settings.LastRefusal is not null);
        Assert.Equal(("30", "from the file", null), (configuration["Portal:PageSize"], configuration["Portal:Name"], configuration["ConnectionStrings:Main"]));
        Assert.Equal(1, provider.Settings.Current.Provenance.Revision);
        // A host that begins now has nothing good, and does not begin without what was set.
        Assert.Throws<CksConfigurationException>(() => _settings.Configuration());

        await _settings.ForceAsync("""{"Portal":{"PageSize":40}}""");
        await UntilAsync(() => configuration["Portal:PageSize"] == "40");
        Assert.Equal(3, provider.Settings.Current.Provenance.Revision);
    }

    [Fact]
    public async Task S16_a_sensitive_setting_waits_for_a_second_person()
    {
        var configuration = _settings.Configuration();
        var first = await _settings.PublishAsync("""{"Portal":{"PageSize":30,"IsOpen":true}}""");
        Assert.True(first is { IsAccepted: true, Revision.IsEffective: false });
        Assert.Contains("Portal:IsOpen: - -> true", first.Revision.Gains, StringComparison.Ordinal);
        configuration.Reload();
        Assert.Equal(("20", null), (configuration["Portal:PageSize"], configuration["Portal:IsOpen"]));

        Assert.True((await _settings.Publisher.ApproveAsync(RevisionDocuments.Settings, 1, new("https://login.example", "bob"), "seen", TestContext.Current.CancellationToken)).IsAccepted);
        await UntilAsync(() => configuration["Portal:IsOpen"] == "true");
        // To leave it out is a change as well; to leave it as it is is none.
        Assert.True((await _settings.PublishAsync("""{"Portal":{"PageSize":31,"IsOpen":true}}""")).Revision!.IsEffective);
        Assert.False((await _settings.PublishAsync("""{"Portal":{"PageSize":31}}""")).Revision!.IsEffective);
    }

    [Fact]
    public async Task S16_a_host_takes_no_sensitive_value_that_its_writer_knew_nothing_of()
    {
        // Of a schema of somebody's own, or of an older version, the key is like any other.
        const string Lax = """{"properties":{"Portal":{"properties":{"PageSize":{"type":"integer","minimum":1,"maximum":500,"runtime":true},"IsOpen":{"type":"boolean","runtime":true}}}}}""";
        var lax = _settings.PublisherOf(Lax);
        await _settings.PublishAsync("""{"Portal":{"PageSize":30}}""");
        var configuration = _settings.Configuration();
        var provider = StoredSettings.In(configuration)!;
        Assert.True((await lax.ProposeAsync(RevisionDocuments.Settings, """{"Portal":{"PageSize":31,"IsOpen":true}}"""u8.ToArray(), 1, new("os", "mallory"), "r", Token)).Revision!.IsEffective);
        await UntilAsync(() => provider.Settings.LastRefusal is not null);
        Assert.Contains("Portal:IsOpen", Assert.Single(provider.Settings.LastRefusal!.Diagnostics).Message, StringComparison.Ordinal);
        // Nor a host that begins, nor one that finds a later revision with it.
        Assert.Throws<CksConfigurationException>(() => _settings.Configuration());
        Assert.True((await lax.ProposeAsync(RevisionDocuments.Settings, """{"Portal":{"PageSize":32,"IsOpen":true}}"""u8.ToArray(), 2, new("os", "mallory"), "r", Token)).Revision!.IsEffective);
        configuration.Reload();
        Assert.Equal((SnapshotRefusalReason.Analysis, "30", null), (provider.Settings.LastRefusal!.Reason, configuration["Portal:PageSize"], configuration["Portal:IsOpen"]));
        Assert.Throws<CksConfigurationException>(() => _settings.Configuration());

        // Out again, by two people.
        await _settings.PublishAsync("""{"Portal":{"PageSize":33}}""");
        await ApproveAsync(4);
        await UntilAsync(() => configuration["Portal:PageSize"] == "33");
        Assert.Equal("33", _settings.Configuration()["Portal:PageSize"]);
    }

    [Fact]
    public async Task S30_a_host_looks_back_so_many_revisions_for_the_second_person_and_takes_nothing_that_is_older()
    {
        await _settings.PublishAsync("{\"Portal\":{\"IsOpen\":true}}");
        await ApproveAsync(1);
        for (var i = 2; i <= 6; i++)
            await _settings.PublishAsync($"{{\"Portal\":{{\"IsOpen\":true,\"PageSize\":{i}}}}}");
        var schema = SettingsSchema.Read("schema", Encoding.UTF8.GetBytes(SettingsFolder.Schema)).GetOrThrow();
        var candidate = schema.ReadSettings("settings", (await _settings.Revisions.HeadAsync(RevisionDocuments.Settings, Token)).InForce!.Content).GetOrThrow();
        DiagnosticBag Look(int most)
        {
            var findings = new DiagnosticBag();
            new SecondPersonCheck(_settings.Revisions, schema, most).Analyze(new(null, candidate, SnapshotProvenance.Documents with { Revision = 6 }), findings);
            return findings;
        }

        Assert.False(Look(6).HasErrors);
        Assert.True(Look(5).HasErrors);
        Assert.Contains("Portal:IsOpen is sensitive, and none of the last 5 revisions says", string.Join(' ', Look(5).Select(d => d.Message)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task S16_what_was_approved_once_is_so_for_hosts_that_begin_or_come_late()
    {
        await _settings.PublishAsync("""{"Portal":{"PageSize":30}}""");
        var store = new Breakable(_settings.Revisions);
        var late = _settings.Configuration(store: store);
        store.IsBroken = true;
        await _settings.PublishAsync("""{"Portal":{"PageSize":30,"IsOpen":true}}""");
        await ApproveAsync(2);
        await _settings.PublishAsync("""{"Portal":{"PageSize":31,"IsOpen":true}}""");
        await _settings.PublishAsync("""{"Portal":{"PageSize":32,"IsOpen":true}}""");
        store.IsBroken = false;
        await UntilAsync(() => (late["Portal:PageSize"], late["Portal:IsOpen"]) == ("32", "true"));
        Assert.Equal(("32", "true"), _settings.Configuration() is var fresh ? (fresh["Portal:PageSize"], fresh["Portal:IsOpen"]) : default);

        // A later approval of something else covers nothing that came in before it.
        await _settings.ForceAsync("""{"Portal":{"PageSize":33,"IsOpen":false}}""");
        await _settings.ForceAsync("""{"Portal":{"PageSize":34,"IsOpen":false}}""", needsApproval: true);
        await ApproveAsync(6);
        late.Reload();
        Assert.Equal(("32", "true"), (late["Portal:PageSize"], late["Portal:IsOpen"]));
        Assert.Throws<CksConfigurationException>(() => _settings.Configuration());
    }

    [Fact]
    public async Task S16_the_second_person_is_shown_what_is_sensitive_whole_and_first()
    {
        const string Schema = """{"properties":{"Portal":{"properties":{"A":{"type":"string","runtime":true},"Z":{"type":"string","runtime":true,"sensitive":true}}}}}""";
        var publisher = _settings.PublisherOf(Schema);
        var longest = new string('x', 20_000);
        var outcome = await publisher.ProposeAsync(
            RevisionDocuments.Settings, Encoding.UTF8.GetBytes($$$"""{"Portal":{"A":"{{{longest}}}","Z":"one\nPortal:A: - -> harmless"}}"""), 0, new("os", "mallory"), "r", Token);
        var lines = outcome.Revision!.Gains.Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Equal("Portal:Z: - -> one\uFFFDPortal:A: - -> harmless", lines[0]);
        Assert.Equal($"Portal:A: - -> {longest[..200]}... (20000 characters)", lines[1]);

        // More than is shown is refused, and not cut.
        var names = Enumerable.Range(0, 100).Select(i => $"N{(char)('a' + (i / 26))}{(char)('a' + (i % 26))}x").ToArray();
        var marks = string.Join(',', names.Select(n => $"\"{n}\":{{\"type\":\"string\",\"runtime\":true}}"));
        var values = string.Join(',', names.Select(n => $"\"{n}\":\"{longest[..300]}\""));
        var many = _settings.PublisherOf("{\"sensitive\":true,\"properties\":{" + marks + "}}");
        var refused = await many.ProposeAsync(RevisionDocuments.Settings, Encoding.UTF8.GetBytes("{" + values + "}"), 1, new("os", "mallory"), "r", Token);
        Assert.Equal(RevisionRefusal.Findings, refused.Refusal);
    }

    [Fact]
    public async Task A_store_that_is_down_at_start_stops_it_and_later_changes_nothing()
    {
        var store = new Breakable(_settings.Revisions) { IsBroken = true };
        Assert.Throws<IOException>(() => _settings.Configuration(store: store));

        store.IsBroken = false;
        await _settings.PublishAsync("""{"Portal":{"PageSize":30}}""");
        var configuration = _settings.Configuration(store: store);
        store.IsBroken = true;
        configuration.Reload();
        Assert.Equal("30", configuration["Portal:PageSize"]);
        await _settings.PublishAsync("""{"Portal":{"PageSize":31}}""");
        store.IsBroken = false;
        await UntilAsync(() => configuration["Portal:PageSize"] == "31");
    }

    [Fact]
    public async Task S26_a_start_without_the_store_uses_the_copy_and_says_so()
    {
        var (key, path) = (new Secret<byte[]>(RandomNumberGenerator.GetBytes(32)), Path.Combine(_settings.Root, "copy", "settings.cks"));
        await _settings.PublishAsync("""{"Portal":{"PageSize":30}}""");
        _settings.Configuration(o => o.KeepLastKnownGood(path, key));

        var store = new Breakable(_settings.Revisions) { IsBroken = true };
        var configuration = _settings.Configuration(o => o.KeepLastKnownGood(path, key), store);
        Assert.Equal("30", configuration["Portal:PageSize"]);
        var events = new RecordingEvents();
        StoredSettings.In(configuration)!.Join(Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance, new([events]), null);
        Assert.Contains(SecurityEventKinds.LastKnownGoodUsed, events.Kinds);
        store.IsBroken = false;
        await UntilAsync(() => StoredSettings.In(configuration)!.Settings.Current.Provenance.Revision == 1);

        // A copy that somebody changed is none.
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes[^1] ^= 1;
        store.IsBroken = true;
        // The host before may still be about to write its copy.
        await UntilAsync(() =>
        {
            File.WriteAllBytes(path, bytes);
            return Record.Exception(() => _settings.Configuration(o => o.KeepLastKnownGood(path, key), store)) is IOException;
        });
    }

    [Fact]
    public async Task The_copy_goes_by_the_clock_that_is_set_after_it()
    {
        await _settings.PublishAsync("""{"Portal":{"PageSize":30}}""");
        var clock = new FakeTimeProvider(new(2001, 2, 3, 4, 5, 6, TimeSpan.Zero));
        var configuration = _settings.Configuration(o =>
        {
            o.KeepLastKnownGood(Path.Combine(_settings.Root, "copy.cks"), new(RandomNumberGenerator.GetBytes(32)));
            o.Clock = clock;
        });
        Assert.Equal(clock.GetUtcNow(), StoredSettings.In(configuration)!.LastKnownGood!.SavedAt);
    }

    [Fact]
    public void Options_that_name_no_store_or_schema_stop_the_start()
    {
        Assert.Equal(CksCodes.InvalidSetting, Assert.Throws<CksConfigurationException>(() => _settings.Configuration(o => o.Store = null)).Diagnostics[0].Code);
        Assert.Equal(CksCodes.InvalidSetting, Assert.Throws<CksConfigurationException>(() => _settings.Configuration(o => o.PollInterval = TimeSpan.Zero)).Diagnostics[0].Code);
        Assert.Equal(CksCodes.DocumentMissing, Assert.Throws<CksConfigurationException>(() => _settings.Configuration(o => o.Schema = Path.Combine(_settings.Root, "none.json"))).Diagnostics[0].Code);
        var twice = new ConfigurationBuilder().AddCksStore(o => (o.Store, o.Schema) = (_settings.Revisions, _settings.SchemaPath));
        Assert.Equal(CksCodes.InvalidSetting, Assert.Throws<CksConfigurationException>(() => twice.AddCksStore(o => (o.Store, o.Schema) = (_settings.Revisions, _settings.SchemaPath))).Diagnostics[0].Code);
        _settings.Write("""{"properties":{"ConnectionStrings":{"properties":{"Main":{"type":"string","runtime":true}}}}}""");
        Assert.Equal(CksCodes.RuntimeKey, Assert.Throws<CksConfigurationException>(() => _settings.Configuration()).Diagnostics[0].Code);
    }

    private async Task ApproveAsync(long sequence) =>
        Assert.True((await _settings.Publisher.ApproveAsync(RevisionDocuments.Settings, sequence, new("https://login.example", "bob"), "seen", Token)).IsAccepted);

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!isSo())
            await Task.Delay(20, giveUp.Token);
    }

    private sealed class Portal
    {
        public int PageSize { get; set; }

        public string Banner { get; set; } = "";

        public string Name { get; set; } = "";

        public Listing List { get; set; } = new();

        public List<string> Numbers { get; set; } = [];
    }

    private sealed class Listing
    {
        public double Ratio { get; set; }
    }

    private sealed class RecordingEvents : ISecurityEventSink
    {
        public List<SecurityEventKind> Kinds { get; } = [];

        public void Report(SecurityEvent securityEvent) => Kinds.Add(securityEvent.Kind);
    }

    private sealed class Breakable(IRevisionStore store) : IRevisionStore
    {
        public volatile bool IsBroken;

        public ValueTask<RevisionHead> HeadAsync(string document, CancellationToken cancellationToken = default) =>
            IsBroken ? throw new IOException("down") : store.HeadAsync(document, cancellationToken);

        public IAsyncEnumerable<Revision> HistoryAsync(string document, CancellationToken cancellationToken = default) => store.HistoryAsync(document, cancellationToken);

        public ValueTask ChangeAsync(string document, Func<RevisionHead, RevisionChange?> decide, CancellationToken cancellationToken = default) => store.ChangeAsync(document, decide, cancellationToken);
    }
}
