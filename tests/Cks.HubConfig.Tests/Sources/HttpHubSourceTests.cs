using System.Net;
using System.Text;
using Cks.Core;

namespace Cks.HubConfig.Tests;

public sealed class HttpHubSourceTests
{
    private static readonly byte[] Renamed = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Portal.Contractor).Replace("Contractor Portal", "Renamed", StringComparison.Ordinal));

    private readonly Answers _server = new(_ => Answers.Of(Portal.Contractor, "\"one\""));

    [Fact]
    public void What_is_known_is_asked_for_by_its_tag_and_stays_when_nothing_changed()
    {
        var catalog = Catalog();
        var first = catalog.Documents;
        _server.Answer = _ => new(HttpStatusCode.NotModified);
        Assert.True(catalog.TryReload().IsLoaded);
        Assert.Same(first, catalog.Documents);
        _server.Answer = _ => Answers.Of(Renamed, "\"two\"");
        Assert.True(catalog.TryReload().IsLoaded);
        Assert.Equal("Renamed", catalog.Current("contractor")!.Value.Metadata.DisplayName);
        catalog.TryReload();
        Assert.Equal([null, "\"one\"", "\"one\"", "\"two\""], _server.Asked.Select(a => a.Tag));
        Assert.Equal(HubHealthState.Good, catalog.Health.State);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(429)]
    [InlineData(401)]
    [InlineData(302)]
    [InlineData(0)]
    public void No_answer_leaves_what_was_said_last_and_health_says_so(int status)
    {
        var catalog = Catalog();
        var first = catalog.Documents;
        _server.Answer = _ => status == 0 ? throw new HttpRequestException("no route") : new((HttpStatusCode)status);
        Assert.True(catalog.TryReload().IsLoaded);
        Assert.Same(first, catalog.Documents);
        Assert.Equal(HubHealthState.Degraded, catalog.Health.State);
        Assert.Contains("https://config.example/hubs/contractor.json", Assert.Single(catalog.Health.Problems), StringComparison.Ordinal);
        _server.Answer = _ => Answers.Of(Renamed);
        Assert.True(catalog.TryReload().IsLoaded);
        Assert.Equal((HubHealthState.Good, "Renamed"), (catalog.Health.State, catalog.Current("contractor")!.Value.Metadata.DisplayName));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(410)]
    public void S09_A_document_that_is_gone_is_missing_and_the_hub_stays(int status)
    {
        var catalog = Catalog();
        var first = catalog.Documents;
        _server.Answer = _ => new((HttpStatusCode)status);
        Assert.Equal(CksCodes.DocumentMissing, Assert.Single(catalog.TryReload().Diagnostics).Code);
        Assert.Same(first, catalog.Documents);
        Assert.Equal(HubHealthState.Degraded, catalog.Health.State);
    }

    [Fact]
    public void Without_any_answer_the_host_does_not_start()
    {
        _server.Answer = _ => throw new HttpRequestException();
        Assert.Equal(CksCodes.DocumentMissing, Assert.Single(Assert.Throws<CksConfigurationException>(() => Catalog()).Diagnostics).Code);
    }

    [Fact]
    public async Task S30_An_answer_without_end_is_neither_read_nor_waited_for()
    {
        _server.Answer = _ => new(HttpStatusCode.OK) { Content = new StreamContent(new Endless()) };
        Assert.Equal(CksCodes.DocumentTooLarge, Assert.Single(Assert.Throws<CksConfigurationException>(() => Catalog()).Diagnostics).Code);

        using var http = new HttpClient(new Silent());
        var download = new HubDownload("", new("https://config.example/x.json"), http, new() { Timeout = TimeSpan.FromMilliseconds(50) });
        await download.AskAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("no answer in time", null), (download.Problem, download.Document));
    }

    [Fact]
    public void S22_An_answer_from_another_address_is_none()
    {
        var catalog = Catalog();
        _server.Answer = _ => Answers.Of(Renamed) is var answer && (answer.RequestMessage = new(HttpMethod.Get, "https://other.example/hub.json")) is not null ? answer : null!;
        Assert.True(catalog.TryReload().IsLoaded);
        Assert.Equal(("Contractor Portal", HubHealthState.Degraded), (catalog.Current("contractor")!.Value.Metadata.DisplayName, catalog.Health.State));
    }

    [Fact]
    public void S09_What_moves_between_documents_is_never_read_half_way()
    {
        var (narrow, open) = ("""{ "schemaVersion": 2, "permissions": { "canViewFinancials": false } }"""u8.ToArray(), "{}"u8.ToArray());
        var (shared, tenant) = (narrow, open);
        var away = "";
        using var server = new Answers(r => r.RequestUri!.AbsolutePath switch
        {
            var path when path == away => new(HttpStatusCode.ServiceUnavailable),
            "/base.json" => Answers.Of(shared),
            "/contractor.json" => Answers.Of(Portal.Contractor),
            _ => Answers.Of(tenant),
        });
        var options = new HubHttpOptions { Handler = server };
        var catalog = new HubCatalog(
            new() { Base = [HubSource.Http("https://config.example/base.json", options: options)], Roles = [HubSource.Http("https://config.example/{role}.json", ["contractor"], options)], Tenants = [HubSource.Http("https://config.example/t/{tenant}.json", ["acme"], options)] },
            null, Portal.Targets, Portal.Policies(Portal.Capabilities), null);
        // From the base into the tenant's document, and back; each time the one that takes away does not answer.
        foreach (var (path, next) in (((string, (byte[], byte[]))[])[("/t/acme.json", (open, narrow)), ("/base.json", (narrow, open))]))
        {
            away = path;
            (shared, tenant) = next;
            Assert.True(catalog.TryReload().IsLoaded);
            Assert.DoesNotContain("financials:view", LayerFolder.Permitted(catalog, "acme"));
            Assert.Equal(HubHealthState.Degraded, catalog.Health.State);
            away = "";
            Assert.True(catalog.TryReload().IsLoaded);
            Assert.DoesNotContain("financials:view", LayerFolder.Permitted(catalog, "acme"));
            Assert.Equal(HubHealthState.Good, catalog.Health.State);
        }

        // Another tenant's own document does not wait for one that is away.
        Assert.DoesNotContain("financials:view", LayerFolder.Permitted(catalog, "main"));
    }

    [Fact]
    public void S26_What_was_said_last_renews_no_age_while_nothing_answers()
    {
        using var folder = new TemporaryFolder();
        var clock = new HeldClock();
        var copy = new SnapshotFile(Path.Combine(folder.Root, "kept", "hubs.cks"), "hubs", new Secret<byte[]>(new byte[32]), new() { MaxAge = TimeSpan.FromDays(7) }, clock);
        var catalog = new HubCatalog(
            new() { Roles = [HubSource.Http("https://config.example/hubs/{role}.json", ["contractor"], new() { Handler = _server })] }, null, Portal.Targets, Portal.Policies(Portal.Capabilities),
            source => SnapshotLoader<HubDocuments>.Start(source, copy, clock: clock), copy: copy);
        var (good, saved) = (catalog.Store.SourceGoodAt, copy.SavedAt);
        _server.Answer = _ => throw new HttpRequestException();
        clock.Now += TimeSpan.FromDays(8);
        Assert.True(catalog.TryReload().IsLoaded);
        Assert.Equal((good, saved, HubHealthState.Unhealthy), (catalog.Store.SourceGoodAt, copy.SavedAt, catalog.Health.State));
        _server.Answer = _ => new(HttpStatusCode.NotModified);
        Assert.True(catalog.TryReload().IsLoaded);
        Assert.Equal((clock.Now, clock.Now, HubHealthState.Good), (catalog.Store.SourceGoodAt, copy.SavedAt, catalog.Health.State));
    }

    [Fact]
    public async Task Waits_grow_to_their_limit_and_differ_by_chance()
    {
        using var http = new HttpClient(_server);
        var download = new HubDownload("", new("https://config.example/x.json"), http, new());
        Assert.Equal((48.0, 60.0, 72.0), (download.Wait(0).TotalSeconds, download.Wait(0.5).TotalSeconds, download.Wait(1).TotalSeconds));
        _server.Answer = _ => new(HttpStatusCode.InternalServerError);
        // Nothing is known: nobody waits longer for the first document.
        for (var i = 0; i < 3; i++)
            await download.AskAsync(TestContext.Current.CancellationToken);
        download.Take();
        Assert.Equal(60, download.Wait(0.5).TotalSeconds);

        _server.Answer = _ => Answers.Of(Portal.Contractor);
        await download.AskAsync(TestContext.Current.CancellationToken);
        download.Take();
        _server.Answer = _ => new(HttpStatusCode.InternalServerError);
        var waits = new List<double>();
        for (var i = 0; i < 40; i++)
        {
            await download.AskAsync(TestContext.Current.CancellationToken);
            waits.Add(download.Wait(0.5).TotalSeconds);
        }

        Assert.Equal([120, 240, 480, 600, 600], waits.Take(5));
        Assert.Equal(600, waits[^1]);
        _server.Answer = _ => Answers.Of(Portal.Contractor);
        await download.AskAsync(TestContext.Current.CancellationToken);
        Assert.Equal(60, download.Wait(0.5).TotalSeconds);
    }

    [Fact]
    public async Task A_document_that_is_away_is_away_whatever_is_told_of_it()
    {
        _server.Answer = _ => new(HttpStatusCode.NotFound);
        var sources = new HubSources { Roles = [HubSource.Memory(new Dictionary<string, ReadOnlyMemory<byte>> { ["contractor"] = Portal.Contractor })], Tenants = [HubSource.Http("https://config.example/t/{tenant}.json", ["acme"], new() { Handler = _server })] };
        var round = sources.Remote;
        await round.AskAsync(TestContext.Current.CancellationToken);
        var gone = sources.Fetch(null).ToArray();
        _server.Answer = _ => new(HttpStatusCode.Gone);
        await round.AskAsync(TestContext.Current.CancellationToken);
        Assert.Equal("the answer is 410", Assert.Single(round.Tenants).Problem);
        Assert.Equal(gone, sources.Fetch(null).ToArray());
        _server.Answer = _ => Answers.Of("{}"u8.ToArray());
        await round.AskAsync(TestContext.Current.CancellationToken);
        Assert.NotEqual(gone, sources.Fetch(null).ToArray());
    }

    [Fact]
    public async Task S30_An_answer_that_drips_ends_with_its_deadline()
    {
        using var drops = new Drops();
        _server.Answer = _ => new(HttpStatusCode.OK) { Content = new StreamContent(drops) };
        using var http = new HttpClient(_server);
        var download = new HubDownload("", new("https://config.example/x.json"), http, new() { Timeout = TimeSpan.FromSeconds(3) });
        await download.AskAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("no answer in time", null, true), (download.Problem, download.Document, drops.Given > 1));
    }

    [Theory]
    [InlineData("http://config.example/{role}.json", "contractor")]
    [InlineData("https://user:secret@config.example/{role}.json", "contractor")]
    [InlineData("https://{role}.example/hub.json", "contractor")]
    [InlineData("https://config.example/hub.json?of={role}", "contractor")]
    [InlineData("https://config.example/hub.json#{role}", "contractor")]
    [InlineData("https://config.example/{role}/{role}.json", "contractor")]
    [InlineData("https://config.example/{role}.json", "../admin")]
    [InlineData("https://config.example/{role}.json", "Contractor")]
    [InlineData("https://config.example/{role}.json", null)]
    [InlineData("https://config.example/hub.json", "contractor")]
    [InlineData("ftp://config.example/{role}.json", "contractor")]
    [InlineData("file:///hubs/{role}.json", "contractor")]
    [InlineData("/hubs/{role}.json", "contractor")]
    public void S22_Addresses_stand_in_code_are_https_and_take_a_name_in_their_path_alone(string address, string? name) =>
        Assert.Equal(CksCodes.InvalidSetting, Assert.Single(Assert.Throws<CksConfigurationException>(() => HubSource.Http(address, name is null ? null : [name])).Diagnostics).Code);

    [Fact]
    public void S22_An_address_of_this_machine_may_be_http_and_a_query_is_told_to_nobody()
    {
        var source = (HttpHubSource)HubSource.Http("http://127.0.0.1:8080/{role}.json?key=secret", ["crew", "contractor", "crew"]);
        Assert.Equal(["http://127.0.0.1:8080/contractor.json", "http://127.0.0.1:8080/crew.json"], source.Downloads.Select(d => d.Shown));
    }

    private HubCatalog Catalog() => new(
        new() { Roles = [HubSource.Http("https://config.example/hubs/{role}.json", ["contractor"], new() { Handler = _server })] }, null, Portal.Targets, Portal.Policies(Portal.Capabilities), null);

    private sealed class HeldClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private sealed class Silent : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            throw new InvalidOperationException();
        }
    }

    /// <summary>One byte after the other, each in good time.</summary>
    private sealed class Drops : MemoryStream
    {
        private int _given;

        public int Given => _given;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(10, cancellationToken);
            _given++;
            buffer.Span[0] = (byte)' ';
            return 1;
        }
    }

    private sealed class Endless : MemoryStream
    {
        private long _given;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            _given += buffer.Length;
            // Far below 50 MB: whoever reads on is found here.
            Assert.True(_given < 4 * 1024 * 1024);
            buffer.Span.Fill((byte)' ');
            return new(buffer.Length);
        }
    }
}
