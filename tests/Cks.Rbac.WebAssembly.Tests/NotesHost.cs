using Cks.Rbac.AspNetCore.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.WebAssembly.Tests;

/// <summary>The server: notes, of which open ones can be accepted, and what each role may do with them.</summary>
internal static class NotesHost
{
    public const string Policy = """
        {
          "version": 1,
          "resources": { "notes": { "actions": ["view", "create", "accept", "purge"], "attributes": { "status": "text" } }, "role": { "actions": ["grant"] } },
          "roles": {
            "reader": { "permit": [{ "actions": ["notes:view"] }] },
            "writer": { "inherits": ["reader"], "permit": [{ "actions": ["notes:create"] }, { "actions": ["notes:accept"], "when": { "status": "open" } }] },
            "chief": { "inherits": ["writer"], "permit": [{ "actions": ["notes:accept", "role:grant"] }] },
            "trainee": { "inherits": ["writer"], "deny": [{ "actions": ["notes:create"] }, { "actions": ["notes:accept"], "when": { "status": "closed" } }] }
          }
        }
        """;

    public static readonly string[] Roles = ["reader", "writer", "chief", "trainee"];

    public static Task<GuardHost> StartAsync(Action<WebApplication>? map = null) => GuardHost.StartAsync(
        app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapCksPermissions("/api/me/permissions");
            app.MapGet("/api/notes", () => new[] { new Note("N1", "open"), new Note("N2", "closed"), new Note("N3", "new") }).RequireCaps("notes:view").WithRowCapabilities<Note>("notes:accept");
            map?.Invoke(app);
        },
        b => b.Services.AddCksRbac().MapResource<Note>("notes", m => m.Attribute("status", n => n.Status)),
        Policy);
}
