using System.Collections.Concurrent;

namespace Cks.Tests.TwoPortals;

/// <summary>
/// A random history: one changes what some people may do, now at this portal and now at the other, while several ask either of them. Afterwards each answer is compared with what an evaluator without any memory says of the facts
/// that held at some time in the bound before it.
/// </summary>
internal sealed class History(Portals.Running portals, int seed)
{
    private const string Feed = "/api/activity";
    private const string Admins = "/api/admin/archive";
    private const int Askers = 3;

    private readonly long _begun = TimeProvider.System.GetTimestamp();
    private readonly Acts[] _acts = [new(portals, portals.One), new(portals, portals.Other)];
    private readonly Fact _isSilent = new(false);
    private readonly ConcurrentQueue<Answer> _answers = new();

    private TimeSpan Elapsed => TimeProvider.System.GetElapsedTime(_begun);

    /// <summary>What happened.</summary>
    public int Changes { get; private set; }

    /// <summary>What was answered.</summary>
    public IReadOnlyCollection<Answer> Answers => _answers;

    /// <summary>Lets it happen for so long.</summary>
    public async Task RunAsync(int people, TimeSpan length)
    {
        List<Somebody> all = [];
        foreach (var code in await portals.TakePeopleAsync(people))
            all.Add(new(code, portals.NewSession(), await _acts[0].MakeKeyAsync(code)));
        var end = Elapsed + length;
        await Task.WhenAll([ChangeAsync(all, end), .. Enumerable.Range(0, Askers).Select(n => AskAsync(all, new Random(seed * 100 + n), end))]);
        if (_isSilent.Now)
            await MakeAsync([(_isSilent, false)], () => PublishAsync(isSilent: false));
        await portals.HearAgainAsync();
    }

    private async Task ChangeAsync(List<Somebody> all, TimeSpan end)
    {
        var random = new Random(seed);
        while (Elapsed < end)
        {
            var (who, acts) = (all[random.Next(all.Count)], _acts[random.Next(2)]);
            await ChangeAsync(who, acts, random.Next(12));
            Changes++;
            await Task.Delay(random.Next(120), TestContext.Current.CancellationToken);
        }
    }

    private async Task ChangeAsync(Somebody who, Acts acts, int what)
    {
        switch (what)
        {
            case 0:
                var isSilent = !_isSilent.Now;
                await MakeAsync([(_isSilent, isSilent)], () => PublishAsync(isSilent));
                break;
            case <= 3 when !who.IsArchived.Now:
                var session = who.Session;
                await MakeAsync([(session.IsOver, true)], () => acts.EndSessionAsync(who.Code, session.Id));
                who.Begin(portals.NewSession());
                break;
            case <= 5:
                if (who.IsArchived.Now)
                    await MakeAsync([(who.IsArchived, false)], () => acts.RestoreAsync("crew", who.Code));
                else
                    await MakeAsync([(who.IsArchived, true), (who.Key.IsOver, true), (who.IsDeputy, false)], () => acts.ArchiveAsync("crew", who.Code));
                break;
            case <= 7:
                if (who.Denied is { } denied)
                    await MakeAsync([(who.IsDenied, false)], () => acts.RevokeAsync(who.Code, denied));
                who.Denied = who.Denied is not null ? null : await MadeAsync(who.IsDenied, () => acts.GrantAsync(who.Code, "deny", "activity:view"));
                break;
            case <= 9:
                if (who.IsDeputy.Now)
                    await MakeAsync([(who.IsDeputy, false)], () => acts.RevokeAsync(who.Code, who.Deputy!));
                else if (!who.IsArchived.Now)
                    who.Deputy = await MadeAsync(who.IsDeputy, () => acts.GrantAsync(who.Code, "role", "deputy"));
                break;
            default:
                var key = who.Key;
                if (who.IsArchived.Now)
                    break;
                // A secret is none until it is made.
                var next = new Fact(true);
                if (key.IsOver.Now)
                    await MakeAsync([(next, false)], async () => who.Key = new(await acts.MakeKeyAsync(who.Code), next));
                else if (what == 10)
                    await MakeAsync([(key.IsOver, true)], () => acts.RevokeKeyAsync(who.Code, key.Of.Id));
                else
                    await MakeAsync([(key.IsOver, true), (next, false)], async () => who.Key = new(await acts.RotateKeyAsync(who.Code, key.Of.Id), next));
                break;
        }
    }

    private Task PublishAsync(bool isSilent) => portals.PublishAsync(isSilent ? TwoPortals.Changes.PolicyWithoutActivity() : File.ReadAllText(Portals.Running.PolicyFile));

    private async Task MakeAsync((Fact Fact, bool Value)[] facts, Func<Task> act)
    {
        foreach (var (fact, value) in facts)
            fact.Begin(value, Elapsed);
        await act();
        foreach (var (fact, _) in facts)
            fact.End(Elapsed);
    }

    private async Task<string> MadeAsync(Fact fact, Func<Task<string>> act)
    {
        var made = "";
        await MakeAsync([(fact, true)], async () => made = await act());
        return made;
    }

    private async Task AskAsync(List<Somebody> all, Random random, TimeSpan end)
    {
        while (Elapsed < end)
        {
            var (who, isOther) = (all[random.Next(all.Count)], random.Next(2) == 1);
            var portal = isOther ? portals.Other : portals.One;
            var (key, sessions) = (who.Key, who.Sessions);
            // Mostly the newest, and now and then one that is over: it never comes back. Not so keys: whoever tries secrets that are wrong is held off.
            var session = random.Next(4) == 0 ? sessions[random.Next(sessions.Count)] : sessions[^1];
            var (path, credential, rule) = random.Next(3) switch
            {
                0 when !key.IsOver.Now || random.Next(8) == 0 => (Feed, key.Of.Text, (Func<Window, HashSet<int>>)(w => ByKey(who, key, w))),
                1 => (Admins, portals.TokenOf(who.Code, session.Id), w => Rest(session.IsOver, who.IsArchived, w, w.Of(who.IsDeputy))),
                _ => (Feed, portals.TokenOf(who.Code, session.Id), w => Rest(session.IsOver, who.IsArchived, w, Hears(who, w))),
            };
            var from = Elapsed;
            var status = await portal.StatusAsync(path, credential);
            _answers.Enqueue(new($"{who.Code} {path} {(ReferenceEquals(credential, key.Of.Text) ? "by key" : session.Id)} at {(isOther ? "the other" : "one")}", from, Elapsed, status, rule));
            await Task.Delay(random.Next(8), TestContext.Current.CancellationToken);
        }
    }

    private IEnumerable<bool> Hears(Somebody who, Window window) => from denied in window.Of(who.IsDenied) from silent in window.Of(_isSilent) select !denied && !silent;

    // Whoever goes on with a key that is over is held off.
    private HashSet<int> ByKey(Somebody who, Key key, Window window) =>
        Rest(key.IsOver, who.IsArchived, window, Hears(who, window)) is var rest && rest.Contains(401) ? [.. rest, 429] : rest;

    private static HashSet<int> Rest(Fact isOver, Fact isArchived, Window window, IEnumerable<bool> may) =>
        [.. from over in window.Of(isOver) from archived in window.Of(isArchived) from permitted in may select over ? 401 : archived || !permitted ? 403 : 200];

    private sealed record Session(string Id)
    {
        public Fact IsOver { get; } = new(false);
    }

    private sealed record Key((string Id, string Text) Of, Fact IsOver);

    /// <summary>A person with what is known of them.</summary>
    private sealed class Somebody(string code, string session, (string Id, string Text) key)
    {
        private volatile IReadOnlyList<Session> _sessions = [new(session)];
        private volatile Key _key = new(key, new(false));

        public string Code => code;

        public IReadOnlyList<Session> Sessions => _sessions;

        public Session Session => _sessions[^1];

        public Key Key { get => _key; set => _key = value; }

        public Fact IsArchived { get; } = new(false);

        public Fact IsDenied { get; } = new(false);

        public Fact IsDeputy { get; } = new(false);

        public string? Denied { get; set; }

        public string? Deputy { get; set; }

        public void Begin(string next) => _sessions = [.. _sessions, new(next)];
    }
}
