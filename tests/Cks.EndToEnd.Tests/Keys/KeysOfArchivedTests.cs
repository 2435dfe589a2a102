using Cks.Auth;
using Cks.Core;
using Cks.Rbac;
using Cks.Samples.Portal.Moves;
using Cks.Tests.Moves;
using Cks.Tests.Portal;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Tests.Keys;

/// <summary>What becomes of the API keys of whoever is archived, revived and deleted for good. A program ends no keys, so what it archives has keys that are not over.</summary>
public sealed class KeysOfArchivedTests(KeyPortal fixture) : IClassFixture<KeyPortal>
{
    private readonly RunningPortal _portal = fixture.Portal;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task S17_archiving_ends_keys_although_whoever_asked_has_hung_up()
    {
        var (id, _) = await _portal.MakeKeyAsync("CRW-020", "profile:view");
        fixture.Bus.HangsUp = true;

        await Assert.ThrowsAsync<HttpRequestException>(() => _portal.ArchiveAsync("crew", "CRW-020"));

        fixture.Bus.HangsUp = false;
        for (var tries = 0; !await IsEndedAsync(id); tries++)
        {
            Assert.True(tries < 100, "The key has not been ended.");
            await Task.Delay(100, Cancel);
        }

        Assert.False((await _portal.ArchiveAsync("crew", "CRW-020")).HasChanged());
    }

    [Fact]
    public async Task S17_archiving_again_ends_the_keys_that_the_first_time_left()
    {
        var (id, _) = await _portal.MakeKeyAsync("CRW-021", "profile:view");
        await ArchiveAsAProgramAsync("crew", "CRW-021");
        Assert.False(await IsEndedAsync(id));

        Assert.False((await _portal.ArchiveAsync("crew", "CRW-021")).HasChanged());

        Assert.True(await IsEndedAsync(id));
    }

    [Fact]
    public async Task S17_whoever_has_keys_that_are_not_over_is_not_deleted()
    {
        var (id, _) = await _portal.MakeKeyAsync("CRW-030", "profile:view");
        var program = await ArchiveAsAProgramAsync("crew", "CRW-030");

        var (status, body) = await _portal.SendAsync(HttpMethod.Delete, "/api/admin/archive/crew/CRW-030?confirm=true", program);
        Assert.Equal((409, "has_keys"), (status, body.Reason()));
        // Nor does asking without confirming end anything.
        Assert.Equal("confirm_required", (await _portal.DeleteAsync("crew", "CRW-030", confirm: false)).Body.Reason());
        Assert.False(await IsEndedAsync(id));

        Assert.True((await _portal.DeleteAsync("crew", "CRW-030")).HasChanged());
        Assert.True(await IsEndedAsync(id));
    }

    [Fact]
    public async Task S17_where_nobody_can_be_asked_nobody_is_revived_with_keys()
    {
        var (id, _) = await _portal.MakeKeyAsync("CRW-022", "profile:view");
        await ArchiveAsAProgramAsync("crew", "CRW-022");

        // Outside of any request there is no principal.
        var desk = _portal.Services.GetRequiredService<ArchiveDesk>();
        var me = await _portal.Services.GetRequiredService<ISubjectBinder>().BindAsync(new Subject("u", TenantId.Parse("main"), ["admin"]) { Code = "ADM-001" }, Cancel);
        var refused = await desk.RestoreAsync(me, "crew", "CRW-022", Cancel);
        Assert.Equal("has_keys", refused.Refusal?.Reason);
        Assert.False(await IsEndedAsync(id));

        Assert.True((await _portal.RestoreAsync("crew", "CRW-022")).HasChanged());
        Assert.True(await IsEndedAsync(id));
    }

    [Fact]
    public async Task S17_reviving_what_is_not_there_ends_no_keys()
    {
        var (id, _) = await _portal.MakeKeyAsync("CRW-024", "profile:view");
        await ArchiveAsAProgramAsync("crew", "CRW-024");

        foreach (var entity in new[] { "order", "customer", "nonsense" })
        {
            Assert.Equal("outside_scope", (await _portal.RestoreAsync(entity, "CRW-024")).Body.Reason());
            Assert.Equal("outside_scope", (await _portal.DeleteAsync(entity, "CRW-024")).Body.Reason());
        }

        Assert.False(await IsEndedAsync(id));
    }

    private async Task<string> ArchiveAsAProgramAsync(string entity, string code)
    {
        var (_, program) = await _portal.MakeKeyAsync("ADM-001", "archive:manage", "archive:delete");
        var answer = await _portal.SendAsync(HttpMethod.Post, $"/api/admin/archive/{entity}/{code}", program, new { reason = "gone" });
        Assert.True(answer.HasChanged());
        return program;
    }

    private async Task<bool> IsEndedAsync(string id) => (await _portal.Services.GetRequiredService<IApiKeyStore>().FindAsync(id, Cancel))!.Key.RevokedAt is not null;
}
