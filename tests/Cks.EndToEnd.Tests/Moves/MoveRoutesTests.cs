using Cks.Samples.Portal.Database;
using Cks.Tests.Database;
using Cks.Tests.Portal;

namespace Cks.Tests.Moves;

/// <summary>Who may ask at all.</summary>
public sealed class MoveRoutesTests(MovesPortals portals) : IClassFixture<MovesPortals>
{
    public static TheoryData<string, string> ArchiveRoutes { get; } = new()
    {
        { "GET", "/api/admin/archive" },
        { "POST", "/api/admin/archive/crew/CRW-004" },
        { "POST", "/api/admin/archive/crew/CRW-023/restore" },
        { "DELETE", "/api/admin/archive/crew/CRW-023?confirm=true" },
    };

    public static TheoryData<string, string> AdminRoutes { get; } = new()
    {
        { "GET", "/api/admin/assignments/crew/unassigned" },
        { "POST", "/api/admin/assignments/crew/CRW-004" },
        { "DELETE", "/api/admin/assignments/crew/CRW-004" },
        { "GET", "/api/admin/directory" },
        { "GET", "/api/admin/directory/crew" },
    };

    [Theory]
    [MemberData(nameof(ArchiveRoutes))]
    public Task Pain01_archive_routes_need_an_admin(string method, string path) => OnlyAdmins(method, path);

    [Theory]
    [MemberData(nameof(AdminRoutes))]
    public Task Other_admin_routes_need_an_admin(string method, string path) => OnlyAdmins(method, path);

    [Theory]
    [InlineData("/api/profile/CRW-004")]
    [InlineData("/api/history/crew/CRW-004")]
    [InlineData("/api/me/permissions")]
    [InlineData("/api/scope/CRW-004")]
    public async Task Nothing_is_read_without_a_token(string path) => Assert.Equal(401, (await (await portals.GetAsync(PortalEngine.Sqlite)).AskAsync(path, null)).Status);

    private async Task OnlyAdmins(string method, string path)
    {
        var portal = await portals.GetAsync(PortalEngine.Sqlite);
        var before = await DatabaseText.HashAsync(portal.Database);
        var body = method == "POST" ? new { parent = "CEN-001" } : null;

        Assert.Equal(401, (await portal.SendAsync(new(method), path, null, body)).Status);
        foreach (var code in new[] { "MGR-001", "CON-001", "CUS-001", "CEN-001", "CRW-002", "WHS-001" })
        {
            var (status, problem) = await portal.SendAsync(new(method), path, portal.TokenOf(code), body);
            Assert.True((status, problem.Reason()) == (403, "not_permitted"), $"{code}: {status} {problem}");
        }

        Assert.Equal(before, await DatabaseText.HashAsync(portal.Database));
    }
}
