using System.Text.Json;
using Cks.Tests.Portal;

namespace Cks.Tests.TwoPortals;

/// <summary>What changes what people may do, asked of one of the two portals; each is done when it returns.</summary>
internal sealed class Acts(Portals.Running portals, PortalProcess at)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly DateTimeOffset Tomorrow = TimeProvider.System.GetUtcNow().AddDays(1);

    private readonly string _admin = portals.TokenOf("ADM-001", portals.NewSession());

    /// <summary>Somebody ends a session of theirs.</summary>
    public async Task EndSessionAsync(string code, string session) => await DoneAsync(HttpMethod.Delete, $"/api/me/sessions/{session}", portals.TokenOf(code, session), expected: 204);

    /// <summary>Somebody signs out everywhere.</summary>
    public async Task SignOutEverywhereAsync(string code, string session) => await DoneAsync(HttpMethod.Post, "/api/me/sign-out-everywhere", portals.TokenOf(code, session), expected: 204);

    /// <summary>An admin grants something; the grant's id.</summary>
    public async Task<string> GrantAsync(string code, string kind, string name) =>
        (await DoneAsync(HttpMethod.Post, $"/api/admin/grants/{code}", _admin, new { kind, name, reason = "as the test wants it" })).GetProperty("id").GetString()!;

    public async Task RevokeAsync(string code, string grant) => await DoneAsync(HttpMethod.Delete, $"/api/admin/grants/{code}/{grant}?reason=over", _admin);

    /// <summary>An admin makes a key for somebody.</summary>
    public async Task<(string Id, string Text)> MakeKeyAsync(string code) =>
        KeyOf(await DoneAsync(HttpMethod.Post, $"/api/admin/keys/{code}", _admin, new { name = "erp", capabilities = new[] { "activity:view" }, expiresAt = Tomorrow }));

    /// <summary>The text that there was is good no longer.</summary>
    public async Task<(string Id, string Text)> RotateKeyAsync(string code, string id) => KeyOf(await DoneAsync(HttpMethod.Post, $"/api/admin/keys/{code}/{id}/rotate", _admin, new { expiresAt = Tomorrow }));

    public async Task RevokeKeyAsync(string code, string id) => await DoneAsync(HttpMethod.Delete, $"/api/admin/keys/{code}/{id}?reason=lost", _admin);

    public async Task ArchiveAsync(string entity, string code) => await DoneAsync(HttpMethod.Post, $"/api/admin/archive/{entity}/{code}", _admin, new { reason = "gone" });

    public async Task RestoreAsync(string entity, string code) => await DoneAsync(HttpMethod.Post, $"/api/admin/archive/{entity}/{code}/restore", _admin);

    private static (string Id, string Text) KeyOf(JsonElement answer) => (answer.GetProperty("id").GetString()!, answer.GetProperty("key").GetString()!);

    private async Task<JsonElement> DoneAsync(HttpMethod method, string path, string token, object? body = null, int expected = 200)
    {
        // This portal may not have heard yet that somebody has been revived: then it has refused, and nothing is done.
        for (var begun = TimeProvider.System.GetTimestamp(); ; await Task.Delay(50, TestContext.Current.CancellationToken))
        {
            var (status, answer) = await at.SendAsync(method, path, token, body);
            if (status == expected)
                return answer;
            Assert.True(status is 403 or 409 && TimeProvider.System.GetElapsedTime(begun) < Patience, $"{method} {path}: {status} {answer}\n{at.Said}");
        }
    }
}
