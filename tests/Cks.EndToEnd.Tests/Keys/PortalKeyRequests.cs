using Cks.Tests.Portal;

namespace Cks.Tests.Keys;

/// <summary>Keys that an admin makes.</summary>
internal static class PortalKeyRequests
{
    /// <summary>A key of somebody of tenant main, for a day.</summary>
    public static async Task<(string Id, string Key)> MakeKeyAsync(this RunningPortal portal, string code, params string[] capabilities)
    {
        var (status, body) = await portal.PostAsync($"/api/admin/keys/{code}", "ADM-001", new { name = "erp", capabilities, expiresAt = TimeProvider.System.GetUtcNow().AddDays(1) });
        Assert.True(status == 200, body.ToString());
        return (body.GetProperty("id").GetString()!, body.GetProperty("key").GetString()!);
    }
}
