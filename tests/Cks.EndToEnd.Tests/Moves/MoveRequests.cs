using System.Text.Json;
using Cks.Tests.Portal;

namespace Cks.Tests.Moves;

/// <summary>What an admin asks for.</summary>
public static class MoveRequests
{
    public const string Admin = "ADM-001";

    public static Task<(int Status, JsonElement Body)> AssignAsync(this RunningPortal portal, string entity, string code, string? parent, string admin = Admin) =>
        portal.PostAsync($"/api/admin/assignments/{entity}/{Uri.EscapeDataString(code)}", admin, new { parent });

    public static Task<(int Status, JsonElement Body)> UnassignAsync(this RunningPortal portal, string entity, string code, string admin = Admin) =>
        portal.SendAsync(HttpMethod.Delete, $"/api/admin/assignments/{entity}/{Uri.EscapeDataString(code)}", portal.TokenOf(admin));

    public static Task<(int Status, JsonElement Body)> ArchiveAsync(this RunningPortal portal, string entity, string code, string? reason = null, string admin = Admin) =>
        portal.PostAsync($"/api/admin/archive/{entity}/{Uri.EscapeDataString(code)}", admin, new { reason });

    public static Task<(int Status, JsonElement Body)> RestoreAsync(this RunningPortal portal, string entity, string code, string admin = Admin) =>
        portal.PostAsync($"/api/admin/archive/{entity}/{Uri.EscapeDataString(code)}/restore", admin);

    public static Task<(int Status, JsonElement Body)> DeleteAsync(this RunningPortal portal, string entity, string code, bool confirm = true, string admin = Admin) =>
        portal.SendAsync(HttpMethod.Delete, $"/api/admin/archive/{entity}/{Uri.EscapeDataString(code)}{(confirm ? "?confirm=true" : "")}", portal.TokenOf(admin));

    public static Task<(int Status, JsonElement Body)> ReadAsync(this RunningPortal portal, string path, string code = Admin, string tenant = "main") => portal.AskAsync(path, portal.TokenOf(code, tenant));

    /// <summary>Whether something was done and changed anything.</summary>
    public static bool HasChanged(this (int Status, JsonElement Body) answer)
    {
        Assert.True(answer.Status == 200, $"{answer.Status} {answer.Body}");
        return answer.Body.GetProperty("changed").GetBoolean();
    }

    /// <summary>A member that is text; <see langword="null"/> where it is null.</summary>
    public static string? Text(this JsonElement element, string name) => element.GetProperty(name).GetString();

    /// <summary>The codes of a set in somebody's scope.</summary>
    public static async Task<string[]> ScopeAsync(this RunningPortal portal, string code, string set)
    {
        var (status, body) = await portal.ReadAsync("/api/scope", code);
        Assert.Equal(200, status);
        return [.. body.GetProperty("relationships").GetProperty(set).GetProperty("items").EnumerateArray().Select(i => i.GetProperty("code").GetString()!)];
    }

    /// <summary>The types of the events about a row that somebody was told, in order.</summary>
    public static Task<List<string>> HeardAsync(this RunningPortal portal, string audience, string target) => portal.Database.LinesAsync(
        $"""
        SELECT a.type FROM activities a JOIN activity_audience h ON h.tenant_id = a.tenant_id AND h.is_test = a.is_test AND h.activity_id = a.activity_id
        WHERE a.tenant_id = 'main' AND a.target_id = '{target}' AND h.audience = '{audience}' AND a.created_at > '{Start:yyyy-MM-dd}' ORDER BY a.created_at, a.activity_id
        """);

    // The seeds end before today.
    private static DateTime Start { get; } = TimeProvider.System.GetUtcNow().UtcDateTime.Date;
}
