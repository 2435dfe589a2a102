using System.Collections.Concurrent;
using Cks.Core;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.Tests;

/// <summary>Who somebody is, read once and remembered until it changes.</summary>
public sealed class BootstrapTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly ValidatedToken Ann = SessionHost.Token("ann", "s1", Noon);

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly Source _source = new();
    private readonly InProcessChangeBus _bus = new();
    private readonly SessionHost _one;
    private readonly SessionHost _other;
    private readonly SessionHost _deaf;

    public BootstrapTests()
    {
        (_one, _other, _deaf) = (Host(_bus), Host(_bus), Host(null));
        _source.Records["ann"] = [Record("crew")];
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _one.StartAsync();
        await _other.StartAsync();
        await _deaf.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
        await _deaf.DisposeAsync();
    }

    [Fact]
    public async Task S30_however_many_ask_at_once_the_source_is_asked_once_and_then_not_at_all()
    {
        _source.Answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var asking = Enumerable.Range(0, 64).Select(_ => Task.Run(() => ResolveAsync(_one), Cancel)).ToArray();
        await Eventually.HoldsAsync(() => _source.Reads == 1);
        _source.Answer.SetResult();
        var answers = await Task.WhenAll(asking);

        Assert.All(answers, a => Assert.Equal("CRW-001", a.Session!.Code));
        Assert.Same(answers[0], await ResolveAsync(_one));
        Assert.Equal(1, _source.Reads);
        _time.Advance(TimeSpan.FromSeconds(30));
        await ResolveAsync(_one);
        Assert.Equal(2, _source.Reads);
    }

    [Fact]
    public async Task It_says_role_code_status_tenant_and_hub()
    {
        var session = (await ResolveAsync(_one)).Session!;
        Assert.Equal(("crew", "CRW-001", "active", "main", "desk", SessionHost.Issuer, "ann"), (session.Roles[0], session.Code, session.Status, session.Tenant.Value, session.Hub, session.Issuer, session.Subject));
    }

    [Fact]
    public async Task S10_whoever_is_archived_is_out_by_event_at_once_and_without_it_within_a_lifetime()
    {
        foreach (var host in (SessionHost[])[_one, _other, _deaf])
            Assert.True((await ResolveAsync(host)).IsActive);
        using var stream = _other.Streams.Open(Ann);
        stream.RevalidateWith(async ct => (await _other.Bootstrap.ResolveAsync(Ann, ct)).Reason?.ToText(), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(1));
        _source.Records["ann"] = [Record("crew") with { ArchivedAt = Noon }];
        // Told after the other host has done all that it does about it: no clock is moved before.
        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _other.Notices.PersonChanged += (_, _) => heard.TrySetResult();

        await _one.Bootstrap.PersonChangedAsync(SessionHost.Issuer, "ann", Cancel);

        Assert.Equal(SessionRefusalReason.Archived, (await ResolveAsync(_one)).Reason);
        await heard.Task.WaitAsync(Limit, Cancel);
        Assert.Equal(SessionRefusalReason.Archived, (await ResolveAsync(_other)).Reason);
        _time.Advance(TimeSpan.FromMilliseconds(250));
        await Eventually.HoldsAsync(() => stream.Reason == "archived");
        Assert.True((await ResolveAsync(_deaf)).IsActive);
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(SessionRefusalReason.Archived, (await ResolveAsync(_deaf)).Reason);
    }

    [Fact]
    public async Task S06_what_was_being_read_when_it_changed_is_kept_by_nobody()
    {
        _source.Answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var before = Task.Run(() => ResolveAsync(_one), Cancel);
        await Eventually.HoldsAsync(() => _source.Reads == 1);
        _source.Records["ann"] = [Record("admin")];
        await _one.Bootstrap.PersonChangedAsync(SessionHost.Issuer, "ann", Cancel);
        _source.Answer.SetResult();
        Assert.Equal("crew", (await before).Session!.Roles[0]);
        Assert.Equal("admin", (await ResolveAsync(_one)).Session!.Roles[0]);
    }

    [Fact]
    public async Task S06_nobody_is_kept_as_unknown_who_was_given_a_record_while_they_were_asked_about()
    {
        _source.Records["ann"] = [];
        _source.Answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var before = Task.Run(() => ResolveAsync(_one), Cancel);
        await Eventually.HoldsAsync(() => _source.Reads == 1);
        _source.Records["ann"] = [Record("crew")];
        await _one.Bootstrap.PersonChangedAsync(SessionHost.Issuer, "ann", Cancel);
        _source.Answer.SetResult();
        Assert.Equal(SessionRefusalReason.NotProvisioned, (await before).Reason);
        Assert.True((await ResolveAsync(_one)).IsActive);
    }

    [Fact]
    public async Task S06_a_clock_that_is_set_back_lends_nothing_that_was_read_a_longer_life()
    {
        Assert.True((await ResolveAsync(_one)).IsActive);
        _time.AdjustTime(Noon.AddHours(-1));
        _source.Records["ann"] = [Record("crew") with { ArchivedAt = Noon }];
        Assert.Equal(SessionRefusalReason.Archived, (await ResolveAsync(_one)).Reason);
    }

    [Fact]
    public async Task S27_when_nobody_knows_what_changed_not_every_stream_asks_at_the_same_time()
    {
        const int Streams = 200;
        await ResolveAsync(_one);
        var asked = 0;
        for (var i = 0; i < Streams; i++)
        {
            _one.Streams.Open(Ann).RevalidateWith(
                _ =>
                {
                    Interlocked.Increment(ref asked);
                    return new((string?)null);
                },
                TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(120));
        }

        var heard = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _one.Notices.Unknown += () => heard.TrySetResult();
        await _bus.PublishAsync(new(CksSessions.Topic, SessionNotices.Everybody), Cancel);
        await heard.Task.WaitAsync(Limit, Cancel);
        _time.Advance(TimeSpan.FromMilliseconds(250));
        await Eventually.HoldsAsync(() => Volatile.Read(ref asked) > 0);
        await Task.Delay(300, Cancel);
        Assert.InRange(Volatile.Read(ref asked), 1, Streams - 1);
        // A second in all (S10).
        for (var i = 0; i < 3; i++)
            _time.Advance(TimeSpan.FromMilliseconds(250));
        await Eventually.HoldsAsync(() => Volatile.Read(ref asked) == Streams);
    }

    [Fact]
    public async Task S02_one_person_is_one_record_and_of_two_neither()
    {
        _source.Records["ann"] = [Record("crew"), Record("admin")];
        Assert.Equal(SessionRefusalReason.SeveralRecords, (await ResolveAsync(_one)).Reason);
        Assert.Equal(SessionRefusalReason.NotProvisioned, (await _one.Bootstrap.ResolveAsync(SessionHost.Token("Ann", "s1", Noon), Cancel)).Reason);
    }

    [Fact]
    public async Task A_policy_with_other_roles_counts_at_once_and_the_source_is_not_asked_again()
    {
        Assert.True((await ResolveAsync(_one)).IsActive);
        _source.KnownRoles = ["admin"];
        Assert.Equal(SessionRefusalReason.UnknownRole, (await ResolveAsync(_one)).Reason);
        _source.KnownRoles = ["admin", "crew"];
        Assert.True((await ResolveAsync(_one)).IsActive);
        Assert.Equal(1, _source.Reads);
    }

    [Fact]
    public async Task S30_strangers_are_asked_about_once_remembered_in_bounds_and_drive_nobody_out()
    {
        Assert.True((await ResolveAsync(_one)).IsActive);
        var stranger = SessionHost.Token("nobody", "s", Noon);
        for (var i = 0; i < 3; i++)
            Assert.Equal(SessionRefusalReason.NotProvisioned, (await _one.Bootstrap.ResolveAsync(stranger, Cancel)).Reason);
        Assert.Equal(2, _source.Reads);
        for (var i = 0; i < 20_000; i++)
            await _one.Bootstrap.ResolveAsync(SessionHost.Token($"{i}'; -- \u00e9", "s", Noon), Cancel);
        Assert.InRange(_one.Bootstrap.Count, 1, 4_097);
        Assert.True((await ResolveAsync(_one)).IsActive);
        Assert.Equal(20_002, _source.Reads);
        // Whoever is given a record is known as soon as somebody says so.
        _source.Records["nobody"] = [Record("crew")];
        await _one.Bootstrap.PersonChangedAsync(SessionHost.Issuer, "nobody", Cancel);
        Assert.True((await _one.Bootstrap.ResolveAsync(stranger, Cancel)).IsActive);
    }

    [Fact]
    public async Task S27_a_source_that_is_down_is_no_answer_and_is_asked_again()
    {
        _source.IsDown = true;
        await Assert.ThrowsAsync<IOException>(() => ResolveAsync(_one));
        await Assert.ThrowsAsync<IOException>(() => ResolveAsync(_one));
        _source.IsDown = false;
        Assert.True((await ResolveAsync(_one)).IsActive);
        // What was read before counts for its lifetime and not longer.
        _source.IsDown = true;
        Assert.True((await ResolveAsync(_one)).IsActive);
        _time.Advance(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAsync<IOException>(() => ResolveAsync(_one));
    }

    private static Task<SessionResolution> ResolveAsync(SessionHost host) => host.Bootstrap.ResolveAsync(Ann, Cancel).AsTask();

    private static SessionRecord Record(string role) => new() { Tenant = TenantId.Parse("main"), Code = "CRW-001", Roles = [role], Status = "active", Hub = "desk" };

    private SessionHost Host(IChangeBus? bus) => new(_time, new InMemorySessionStore(_time), new InMemoryRevocationStore(_time), bus: bus, source: _source);

    private sealed class Source : ISessionSource
    {
        private int _reads;

        public int Reads => Volatile.Read(ref _reads);

        public bool IsDown { get; set; }

        public TaskCompletionSource? Answer { get; set; }

        public ConcurrentDictionary<string, IReadOnlyList<SessionRecord>> Records { get; } = new(StringComparer.Ordinal);

        public IReadOnlyCollection<string> KnownRoles { get; set; } = ["crew", "admin"];

        public async ValueTask<IReadOnlyList<SessionRecord>> ReadAsync(string issuer, string subject, CancellationToken cancellationToken = default)
        {
            if (IsDown)
                throw new IOException("The database is down.");
            Interlocked.Increment(ref _reads);
            var records = Records.GetValueOrDefault(subject, []);
            if (Answer is { } answer)
                await answer.Task.WaitAsync(cancellationToken);
            return records;
        }
    }
}
