using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Auth.Tests;

/// <summary>Random histories against a model that reads the whole record anew for every token.</summary>
public sealed class RevocationHistoryTests(RevocationForges forges) : IClassFixture<RevocationForges>, IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = AuthHost.Start;
    private static readonly string[] Issuers = ["https://login.example", RevocationForges.ClerkIssuer];
    private static readonly string?[] Sessions = [null, "s1", RevocationsTests.ClerkSession(Noon.AddSeconds(-20)), RevocationsTests.ClerkSession(Noon.AddSeconds(-5))];
    private static readonly string[] Subjects = ["user_1", "user_2"];

    private static readonly Gen<Revocation> Entries =
        Gen.Select(Gen.Enum<RevocationKind>(), Gen.OneOf(Issuers), Gen.Int[0, 3], Gen.Int[-30, 0], (kind, issuer, which, at) => new Revocation(kind, issuer, kind switch
        {
            RevocationKind.SessionEnded or RevocationKind.SessionStarted => Sessions[1 + (which % 3)]!,
            RevocationKind.TokenRevoked => $"t{which % 2}",
            RevocationKind.IssuedBefore when which > 1 => "",
            _ => Subjects[which % 2],
        }, Noon.AddSeconds(at), kind == RevocationKind.SubjectBarred ? null : Noon.AddDays(7 + (which % 2))));

    private readonly List<ValidatedToken> _tokens = [];

    public async ValueTask InitializeAsync()
    {
        var index = 0;
        foreach (var subject in Subjects)
            foreach (var session in Sessions)
                foreach (var authenticated in new int?[] { null, -25, -3 })
                    foreach (var issued in new[] { -22, -1 })
                    {
                        foreach (var clerk in new[] { false, true })
                        {
                            if (clerk && session is null)
                                continue;
                            _tokens.Add(await forges.TokenAsync(subject, new()
                            {
                                ["sid"] = session,
                                ["jti"] = $"t{index++ % 3}",
                                ["iat"] = Noon.AddSeconds(issued).ToUnixTimeSeconds(),
                                ["auth_time"] = authenticated is { } seconds ? Noon.AddSeconds(seconds).ToUnixTimeSeconds() : null,
                            }, clerk));
                        }
                    }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task S27_Whatever_the_order_of_writes_and_answers_the_list_is_the_record_and_an_ended_session_never_reopens()
    {
        await using var host = new RevocationHost(forges, new FakeTimeProvider(Noon));
        var issuers = host.Services.GetRequiredService<IssuerRegistry>();
        Gen.Select(Entries.Array[1, 25], Gen.Int[0, 5].Array[60]).Sample((entries, choices) =>
        {
            var time = new FakeTimeProvider(Noon);
            var (store, list) = (new InMemoryRevocationStore(time), new RevocationList(time, issuers));
            var record = new List<Revocation>();
            var answers = new List<(int Era, RevocationPage Page)>();
            var heard = new List<Revocation>();
            var next = 0;
            foreach (var choice in choices)
            {
                // Write; ask the store; or hear one of the answers, perhaps long after it was given.
                if (choice < 2 && next < entries.Length)
                {
                    store.AppendAsync([entries[next]], null).GetAwaiter().GetResult();
                    record.Add(entries[next++]);
                }
                else if (choice < 4)
                {
                    var position = list.Position;
                    answers.Add((position.Era, store.ReadAsync(position.Sequence).GetAwaiter().GetResult()));
                }
                else if (answers.Count > 0)
                {
                    var which = choice * 7 % answers.Count;
                    list.Apply(answers[which].Era, answers[which].Page);
                    heard.AddRange(answers[which].Page.Entries.Select(e => e.Revocation));
                    answers.RemoveAt(which);
                }

                // Of what was heard so far: once refused for its session, refused for good.
                foreach (var token in _tokens)
                {
                    if (heard.Any(e => e.Kind == RevocationKind.SessionEnded && e.Issuer == token.Issuer && e.Id == token.SessionId))
                        Assert.True(list.IsRevoked(token));
                }
            }

            var last = list.Position;
            list.Apply(last.Era, store.ReadAsync(last.Sequence).GetAwaiter().GetResult());
            foreach (var token in _tokens)
                Assert.Equal(IsRevoked(record, token), list.IsRevoked(token));
            // A host that starts now reads the same.
            var fresh = new RevocationList(time, issuers);
            fresh.Apply(0, store.ReadAsync(0).GetAwaiter().GetResult());
            foreach (var token in _tokens)
                Assert.Equal(IsRevoked(record, token), fresh.IsRevoked(token));
        }, iter: 2_000);
    }

    private static bool IsRevoked(IReadOnlyList<Revocation> record, ValidatedToken token)
    {
        for (var i = 0; i < record.Count; i++)
        {
            var (entry, later) = (record[i], record.Skip(i + 1));
            if (entry.Issuer != token.Issuer)
                continue;
            var revokes = entry.Kind switch
            {
                RevocationKind.SessionEnded => entry.Id == token.SessionId,
                RevocationKind.TokenRevoked => entry.Id == token.TokenId,
                RevocationKind.SubjectDeleted => entry.Id == token.Subject,
                RevocationKind.SubjectBarred => entry.Id == token.Subject && !later.Any(e => Lifts(e, RevocationKind.SubjectLifted)),
                RevocationKind.SubjectBarredByProvider => entry.Id == token.Subject
                    && !later.Any(e => Lifts(e, RevocationKind.SubjectLifted) || (Lifts(e, RevocationKind.SubjectLiftedByProvider) && e.At > entry.At)),
                RevocationKind.IssuedBefore => (entry.Id is "" || entry.Id == token.Subject) && !BeganAfter(entry.At),
                _ => false,
            };
            if (revokes)
                return true;

            bool Lifts(Revocation other, RevocationKind kind) => other.Kind == kind && other.Issuer == entry.Issuer && other.Id == entry.Id;
        }

        return false;

        bool BeganAfter(DateTimeOffset time)
        {
            if (token.IssuedAt is not { } issued || issued <= time)
                return false;
            if (token.SessionId is null)
                return token.AuthenticatedAt is null || token.AuthenticatedAt > time;
            var started = record.Where(e => e.Kind == RevocationKind.SessionStarted && e.Issuer == token.Issuer && e.Id == token.SessionId).Select(e => e.At).ToArray();
            return token.AuthenticatedAt > time
                || (started.Length > 0 && started.Min() > time)
                || (token.Issuer == RevocationForges.ClerkIssuer && ClerkId.TryReadTime(token.SessionId, out var made) && made > time && made <= issued);
        }
    }
}
