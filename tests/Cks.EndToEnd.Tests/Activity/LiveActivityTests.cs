using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Cks.Rbac;
using Cks.Samples.Portal.Database;
using Cks.Scope;
using Cks.Tests.Moves;
using Cks.Tests.Portal;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Tests.Feeds;

/// <summary>The feed as it grows: what a stream delivers, to whom, and how many there are.</summary>
public sealed class LiveActivityTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_stream_tells_what_is_there_and_what_comes_and_goes_on_where_the_client_was()
    {
        await using var portal = await SmallPortal.StartAsync(PortalEngine.Sqlite);
        await ReportAsync(portal);
        var (_, feed) = await portal.AskAsync("/api/activity", portal.TokenOf("CEN-001"));
        var ids = feed.GetProperty("items").EnumerateArray().Select(i => i.Text("id")!).Reverse().ToArray();
        Assert.NotEmpty(ids);

        string last;
        using (var stream = await Stream.OpenAsync(portal, "CEN-001"))
        {
            foreach (var id in ids)
                Assert.Equal(id, (await stream.NextAsync())!.Value.Item);
            await ReportAsync(portal);
            var came = (await stream.NextAsync())!.Value;
            Assert.DoesNotContain(came.Item, ids);
            last = came.EventId;
        }

        await ReportAsync(portal);
        using var again = await Stream.OpenAsync(portal, "CEN-001", last);
        var next = (await again.NextAsync())!.Value.Item;
        Assert.Equal((await portal.AskAsync("/api/activity", portal.TokenOf("CEN-001"))).Body.GetProperty("items")[0].Text("id"), next);
    }

    [Fact]
    public async Task S10_nothing_of_a_page_is_told_any_more_to_whom_the_policy_denies_it_meanwhile()
    {
        var feed = new MadeUpFeed(3);
        await using var portal = await StartAsync(feed);
        var crew = (await portal.CrewOfAsync("MGR-001"))[0];
        feed.OnRead = async () =>
        {
            feed.OnRead = () => Task.CompletedTask;
            Assert.Equal(200, (await portal.PostAsync($"/api/admin/grants/{crew}", "ADM-001", new { kind = "deny", name = "activity:view", reason = "as the test wants it" })).Status);
        };

        using var stream = await Stream.OpenAsync(portal, crew);

        Assert.Null(await stream.NextAsync());
    }

    [Fact]
    public async Task What_is_dismissed_brings_nothing_old_as_news_and_more_news_than_a_page_come_all()
    {
        var feed = new MadeUpFeed(60);
        await using var portal = await StartAsync(feed);
        using var stream = await Stream.OpenAsync(portal, "CEN-001");
        for (var i = 10; i < 60; i++)
            Assert.Equal(feed.IdOf(i), (await stream.NextAsync())!.Value.Item);

        feed.Dismiss(feed.IdOf(40));
        await feed.ReadAgainAsync();
        feed.Grow(120);

        for (var i = 60; i < 180; i++)
            Assert.Equal(feed.IdOf(i), (await stream.NextAsync())!.Value.Item);
    }

    [Fact]
    public async Task S30_a_person_has_four_streams_at_once_and_another_when_one_has_ended()
    {
        await using var portal = await StartAsync(new MadeUpFeed(1));
        var streams = new List<Stream>();
        for (var i = 0; i < 4; i++)
            streams.Add(await Stream.OpenAsync(portal, "CEN-001"));
        Assert.All(await Task.WhenAll(streams.Select(s => s.NextAsync())), item => Assert.NotNull(item));

        var (status, body) = await portal.AskAsync("/api/activity/live", portal.TokenOf("CEN-001"));

        Assert.Equal((429, "too_many_streams"), (status, body.Reason()));
        using (await Stream.OpenAsync(portal, "MGR-001"))
            streams[0].Dispose();
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        giveUp.CancelAfter(TimeSpan.FromMinutes(1));
        while (await Stream.TryOpenAsync(portal, "CEN-001") is var stream)
        {
            if (stream is not null)
            {
                stream.Dispose();
                break;
            }

            await Task.Delay(50, giveUp.Token);
        }

        streams.ForEach(s => s.Dispose());
    }

    private static async Task ReportAsync(RunningPortal portal) =>
        Assert.Equal(201, (await portal.PostAsync("/api/reports", "CEN-001", new { kind = "feedback", category = "other", title = "x" })).Status);

    // What is registered first is used.
    private static Task<RunningPortal> StartAsync(MadeUpFeed feed) => RunningPortal.StartAsync(PortalEngine.Sqlite, b => b.Services.AddSingleton<IActivityFeed>(feed), SeedPlan.Test);

    /// <summary>Events of which one comes each second, and the feed of whoever reads it.</summary>
    private sealed class MadeUpFeed(int count) : IActivityFeed
    {
        private readonly Lock _gate = new();
        private List<int> _numbers = [.. Enumerable.Range(0, count)];
        private int _reads;

        public Func<Task> OnRead { get; set; } = () => Task.CompletedTask;

        public string IdOf(int number) => number.ToString("0000", CultureInfo.InvariantCulture);

        public void Dismiss(string id)
        {
            lock (_gate)
                _numbers = [.. _numbers.Where(n => IdOf(n) != id)];
        }

        public void Grow(int more)
        {
            lock (_gate)
                _numbers = [.. _numbers, .. Enumerable.Range(_numbers[^1] + 1, more)];
        }

        public async Task ReadAgainAsync()
        {
            for (var reads = Volatile.Read(ref _reads); Volatile.Read(ref _reads) < reads + 2;)
                await Task.Delay(20, Cancel);
        }

        public async ValueTask<ActivityPage?> ReadAsync(Subject me, string? after = null, int limit = ActivityPage.Size, CancellationToken cancellationToken = default)
        {
            int[] newest;
            lock (_gate)
                newest = [.. Enumerable.Reverse(_numbers).Where(n => after is null || string.CompareOrdinal(IdOf(n), after) < 0)];
            await OnRead();
            Interlocked.Increment(ref _reads);
            var items = newest.Take(limit).Select(n => new ActivityItem(IdOf(n), "made", "info", "made up", null, "crew", null, "order", DateTimeOffset.UnixEpoch.AddSeconds(n))).ToArray();
            return new(items, newest.Length > items.Length ? items[^1].Id : null);
        }

        public ValueTask<bool> DismissAsync(Subject me, string activityId, CancellationToken cancellationToken = default) => new(false);

        public ValueTask<int> DismissAllAsync(Subject me, CancellationToken cancellationToken = default) => new(0);
    }

    private sealed class Stream(HttpResponseMessage response, StreamReader reader) : IDisposable
    {
        public static async Task<Stream> OpenAsync(RunningPortal portal, string who, string? last = null) => (await TryOpenAsync(portal, who, last))!;

        /// <summary>Nothing where there are too many.</summary>
        public static async Task<Stream?> TryOpenAsync(RunningPortal portal, string who, string? last = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/activity/live") { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", portal.TokenOf(who)) } };
            if (last is not null)
                request.Headers.Add("Last-Event-ID", last);
            var response = await portal.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
            if ((int)response.StatusCode == 429)
                return null;
            Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
            return new(response, new(await response.Content.ReadAsStreamAsync(Cancel)));
        }

        /// <summary>The next item; nothing where the stream ended.</summary>
        public async Task<(string EventId, string Item)?> NextAsync()
        {
            var (id, item) = ("", "");
            while (await reader.ReadLineAsync(Cancel) is { } line)
            {
                if (line.StartsWith("data: ", StringComparison.Ordinal))
                    item = JsonDocument.Parse(line[6..]).RootElement.Text("id")!;
                else if (line.StartsWith("id: ", StringComparison.Ordinal))
                    id = line[4..];
                else if (line.Length == 0)
                    return (id, item);
            }

            return null;
        }

        public void Dispose()
        {
            reader.Dispose();
            response.Dispose();
        }
    }
}
