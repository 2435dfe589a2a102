using Cks.Tests.Portal;

namespace Cks.Tests.TwoPortals;

/// <summary>The changes that the other portal has to take, each with a person of its own: what is asked before and after it, by a request and by an open stream.</summary>
internal static class Changes
{
    private const string Feed = "/api/activity";
    private const string Admins = "/api/admin/archive";

    /// <summary>The policy of the file, in which nobody but an admin hears of anything; who lacks it themselves could neither make such keys nor lift what is denied.</summary>
    public static string PolicyWithoutActivity()
    {
        var policy = File.ReadAllText(Portals.Running.PolicyFile);
        var changed = policy.Replace("\"profile:*\", \"activity:*\",", "\"profile:*\",", StringComparison.Ordinal)
            .Replace("\"id\": \"adm\", \"actions\": [", "\"id\": \"adm\", \"actions\": [\"activity:*\", ", StringComparison.Ordinal);
        Assert.Equal(policy.Length, changed.Length);
        Assert.NotEqual(policy, changed);
        return changed;
    }

    /// <summary>The portal knows what was before: it answers, from memory the second time, and streams are open, and stay so when they have asked once more.</summary>
    public static async Task KnowAsync(this IReadOnlyList<Change> changes, PortalProcess portal)
    {
        foreach (var change in changes)
            await change.KnowAsync(portal);
        await Task.Delay(500, TestContext.Current.CancellationToken);
    }

    /// <summary>All of them; nothing is done yet.</summary>
    public static async Task<IReadOnlyList<Change>> PrepareAsync(Portals.Running portals)
    {
        var (acts, people) = (new Acts(portals, portals.One), await portals.TakePeopleAsync(8));
        string Crew(int n) => people[n];
        var sessions = Enumerable.Range(0, 8).Select(_ => portals.NewSession()).ToArray();
        string Token(int n) => portals.TokenOf(Crew(n), sessions[n]);
        var (rotated, revoked) = (await acts.MakeKeyAsync(Crew(5)), await acts.MakeKeyAsync(Crew(6)));
        var deputy = await acts.GrantAsync(Crew(4), "role", "deputy");
        return
        [
            new("a session that is ended", Feed, Token(0), 401, () => acts.EndSessionAsync(Crew(0), sessions[0])),
            new("signed out everywhere", Feed, Token(1), 401, () => acts.SignOutEverywhereAsync(Crew(1), sessions[1])),
            new("an archived user", Feed, Token(2), 403, () => acts.ArchiveAsync("crew", Crew(2)), IsKept: true),
            new("a denied capability", Feed, Token(3), 403, () => acts.GrantAsync(Crew(3), "deny", "activity:view"), IsKept: true),
            new("a role that is taken away", Admins, Token(4), 403, () => acts.RevokeAsync(Crew(4), deputy), IsKept: true, HasStream: false),
            new("a rotated key", Feed, rotated.Text, 401, () => acts.RotateKeyAsync(Crew(5), rotated.Id), IsKept: true),
            new("a revoked key", Feed, revoked.Text, 401, () => acts.RevokeKeyAsync(Crew(6), revoked.Id), IsKept: true),
            new("a new policy", Feed, Token(7), 403, () => portals.PublishAsync(PolicyWithoutActivity())),
        ];
    }
}

/// <summary>One of them.</summary>
/// <param name="Name">What changes.</param>
/// <param name="Path">What is asked; 200 before.</param>
/// <param name="Credential">By whom.</param>
/// <param name="After">The status afterwards.</param>
/// <param name="makeAsync">Makes it.</param>
/// <param name="IsKept">Whether it is the memory of a host that has to hear of it; otherwise it is looked for every five seconds as well.</param>
/// <param name="HasStream">Whether a stream of theirs ends by it as well.</param>
internal sealed record Change(string Name, string Path, string Credential, int After, Func<Task> makeAsync, bool IsKept = false, bool HasStream = true)
{
    private Task? _stream;

    public async Task KnowAsync(PortalProcess portal)
    {
        for (var i = 0; i < 2; i++)
        {
            var status = await portal.StatusAsync(Path, Credential);
            Assert.True(status == 200, $"{Name}: {status}");
        }

        _stream = HasStream ? await portal.StreamAsync(Credential) : null;
    }

    /// <summary>Makes it, where what was before still holds.</summary>
    public async Task MakeAsync(PortalProcess portal)
    {
        var status = await portal.StatusAsync(Path, Credential);
        Assert.True(status == 200 && _stream is not { IsCompleted: true }, $"{Name}: {status} before it, and its stream is {_stream?.Status}.");
        await makeAsync();
    }

    /// <summary>Whether the portal still answers as it did before.</summary>
    public async Task<bool> IsAsBeforeAsync(PortalProcess portal) => await portal.StatusAsync(Path, Credential) == 200 && _stream is not { IsCompleted: true };

    /// <summary>How long it takes from now on until the portal answers as it should, and until the stream has ended.</summary>
    public async Task<(TimeSpan Request, TimeSpan Stream)> TakenAsync(PortalProcess portal, TimeSpan limit)
    {
        var stream = _stream is null ? Task.FromResult(TimeSpan.Zero) : PortalRequests.UntilAsync(() => Task.FromResult(_stream.IsCompleted), limit, $"{Name}, stream");
        var request = await PortalRequests.UntilAsync(async () => await portal.StatusAsync(Path, Credential) == After, limit, Name);
        var answer = (request, await stream);
        // And so it stays.
        Assert.Equal(After, await portal.StatusAsync(Path, Credential));
        return answer;
    }
}
