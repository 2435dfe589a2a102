using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cks.Core;
using Cks.Samples.Portal.Database;
using Cks.Testing.AspNetCore;
using Cks.Tests.Database;
using Cks.Tests.Portal;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Cks.Tests.TwoPortals;

/// <summary>Two portals as a deployment runs them, each a process of its own, on one PostgreSQL and one provider. What comes to the other one goes through a <see cref="NoticeCutter"/>.</summary>
public abstract class Portals(TimeSpan lifetime) : IAsyncDisposable
{
    private readonly Lazy<Task<Running>> _running = new(() => Running.StartAsync(lifetime));

    /// <summary>Both; inside a test, because it skips the test where there is no PostgreSQL.</summary>
    public Task<Running> StartedAsync() => _running.Value;

    public async ValueTask DisposeAsync()
    {
        if (_running is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
            await (await _running.Value).DisposeAsync();
    }

    /// <summary>The two, and whoever asks them.</summary>
    public sealed class Running : IAsyncDisposable
    {
        private readonly TestDatabase _database;
        private readonly TokenIssuer _issuer;
        private readonly ServiceProvider _publishing;
        private int _sessions;
        private int _people;
        private List<string>? _crew;

        private Running(TestDatabase database, TokenIssuer issuer, NoticeCutter notices, PortalProcess one, PortalProcess other, ServiceProvider publishing) =>
            (_database, _issuer, Notices, One, Other, _publishing) = (database, issuer, notices, one, other, publishing);

        public HttpClient OneHttp => One.Http;

        public PortalProcess One { get; }

        public PortalProcess Other { get; }

        /// <summary>What the other one hears.</summary>
        public NoticeCutter Notices { get; }

        public static async Task<Running> StartAsync(TimeSpan lifetime)
        {
            var database = await TestDatabase.CreateDeployedAsync(PortalEngine.Postgres);
            var issuer = await TokenIssuer.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
            await PortalSeeds.SeedAsync(database.Source, PortalEngine.Postgres, issuer.Address, SeedPlan.Test);
            var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxPoolSize = 12 };
            var notices = new NoticeCutter(connection.Host!, connection.Port);
            var through = new NpgsqlConnectionStringBuilder(connection.ConnectionString) { Port = notices.Port };
            string[] settings =
            [
                "--Portal:Keys:Pepper", Convert.ToBase64String(new byte[32]), "--Portal:CacheLifetime", lifetime.ToString("c"), "--Logging:LogLevel:Default", "Error",
                "--Portal:Limits:Subject:PerSecond", "100000", "--Portal:Limits:Key:PerSecond", "100000", "--Portal:Limits:Address:PerSecond", "100000",
            ];
            var starting = new[] { connection, through }.Select(c => PortalProcess.StartDeployedAsync(c.ConnectionString, issuer.Address, settings)).ToArray();
            var started = await Task.WhenAll(starting);
            var services = new ServiceCollection().AddLogging().AddSingleton(database.Source).AddCksStorage();
            services.AddCksRbac().AddPolicyStore(secondPerson: true, firstFile: PolicyFile);
            return new(database, issuer, notices, started[0], started[1], services.BuildServiceProvider());
        }

        public static string PolicyFile { get; } = Path.Combine(RunningPortal.ContentRoot, "policies", "portal.rbac.json");

        /// <summary>People of the crew who may work, each given to one who asks and to nobody else.</summary>
        public async Task<IReadOnlyList<string>> TakePeopleAsync(int count)
        {
            // Once: whoever is archived later leaves the list.
            _crew ??= await _database.LinesAsync("SELECT code FROM people WHERE tenant_id = 'main' AND role = 'crew' AND NOT is_test AND archived_at IS NULL AND status IN ('active', 'assigned', 'unassigned') AND subject IS NOT NULL ORDER BY code");
            return [.. _crew.Skip(Interlocked.Add(ref _people, count) - count).Take(count)];
        }

        /// <summary>The id of a session that nobody has had.</summary>
        public string NewSession() => $"session-{Interlocked.Increment(ref _sessions)}";

        public string TokenOf(string code, string session) =>
            _issuer.Forge.Mint(PortalSeeds.SubjectOf("main", code), "portal", TimeSpan.FromMinutes(9), new JsonObject { ["sid"] = session });

        /// <summary>Waits until everybody hears of what happens again, at both.</summary>
        public async Task HearAgainAsync()
        {
            var token = TokenOf("MGR-001", NewSession());
            foreach (var portal in new[] { One, Other })
                await PortalRequests.UntilAsync(async () => await portal.StatusAsync("/api/activity", token) == 200, TimeSpan.FromSeconds(30), "the policy of the file again");
        }

        /// <summary>No notice comes to the other one from now on.</summary>
        public async Task CutAsync()
        {
            Notices.IsCut = true;
            await PortalRequests.UntilAsync(() => Task.FromResult(Notices.Listening == 0), TimeSpan.FromSeconds(30), "the cut");
        }

        /// <summary>Publishes a policy, and approves it.</summary>
        public async Task PublishAsync(string policy)
        {
            var (publisher, store) = (_publishing.GetRequiredService<RevisionPublisher>(), _publishing.GetRequiredService<IRevisionStore>());
            var seen = (await store.HeadAsync(RevisionDocuments.Policy)).Sequence;
            var proposed = await publisher.ProposeAsync(RevisionDocuments.Policy, Encoding.UTF8.GetBytes(policy), seen, new("os", "ann"), "as the test wants it");
            Assert.True(proposed.IsAccepted, $"{proposed.Refusal} {string.Join('\n', proposed.Diagnostics)}");
            Assert.True((await publisher.ApproveAsync(RevisionDocuments.Policy, seen + 1, new("os", "bob"), "looked at it")).IsAccepted);
        }

        public async ValueTask DisposeAsync()
        {
            await One.DisposeAsync();
            await Other.DisposeAsync();
            await _publishing.DisposeAsync();
            await Notices.DisposeAsync();
            await _issuer.DisposeAsync();
            await _database.DisposeAsync();
        }
    }
}

/// <summary>Portals that would rely for a minute on what they have read.</summary>
public sealed class PortalsThatHear() : Portals(TimeSpan.FromSeconds(60));

/// <summary>Portals that rely for two seconds on what they have read.</summary>
public sealed class PortalsThatAsk() : Portals(TimeSpan.FromSeconds(2));

/// <summary>Requests to one of the two.</summary>
internal static class PortalRequests
{
    public static async Task<(int Status, JsonElement Body)> SendAsync(this PortalProcess portal, HttpMethod method, string path, string credential, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", credential) }, Content = body is null ? null : JsonContent.Create(body) };
        using var response = await portal.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    public static async Task<int> StatusAsync(this PortalProcess portal, string path, string credential) => (await portal.SendAsync(HttpMethod.Get, path, credential)).Status;

    /// <summary>Opens a stream; what is returned ends with it.</summary>
    public static async Task<Task> StreamAsync(this PortalProcess portal, string credential)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/activity/live") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", credential) } };
        var response = await portal.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        return ReadAsync();

        async Task ReadAsync()
        {
            using var _ = response;
            try
            {
                using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
                while (await reader.ReadLineAsync() is not null)
                {
                }
            }
            catch (Exception e) when (e is IOException or HttpRequestException)
            {
                // It was aborted.
            }
        }
    }

    /// <summary>How long it takes until something holds.</summary>
    public static async Task<TimeSpan> UntilAsync(Func<Task<bool>> holds, TimeSpan limit, string what)
    {
        var begun = TimeProvider.System.GetTimestamp();
        // Asked once more after the limit: whoever stood still meanwhile learns what was so before.
        for (var isLate = false; !await holds(); isLate = TimeProvider.System.GetElapsedTime(begun) >= limit)
        {
            Assert.False(isLate, $"{what}: not after {limit.TotalSeconds:0.0} s.");
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        return TimeProvider.System.GetElapsedTime(begun);
    }
}
