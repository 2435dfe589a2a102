// An API for notes, made safe. Before: two endpoints that anybody could call and one list for everybody.
// After: who calls comes from the identity provider, what they may do from policies/notes.rbac.json, and whose notes they see from their tenant.
using System.Collections.Concurrent;
using System.Text.Json.Serialization;
using Cks.Auth;
using Cks.Core;
using Cks.Rbac;
using Cks.Samples.Minimal;

var builder = WebApplication.CreateBuilder(args);

// Added: the provider (Cks:Auth:Authority and Cks:Auth:Audience), the policy, and who is who.
builder.AddCks(o => (o.Policy, o.ReloadOnChange) = ("policies/notes.rbac.json", true));
builder.Services.AddSingleton<ISessionResolver, Members>();

// For native code: the types that are written and read as JSON.
builder.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, NotesJson.Default));

var notes = new ConcurrentBag<Note>();
var app = builder.Build();

app.MapGet("/notes", (Subject me) => notes.Where(n => n.Tenant == me.Tenant).Select(n => n.Text).ToArray()).RequireCaps(Caps.Notes.View);

app.MapPost("/notes", (Subject me, NewNote note) =>
{
    notes.Add(new(me.Tenant, note.Text));
    return Results.Created();
}).RequireCaps(Caps.Notes.Create);

app.MapGet("/health", () => "ok").AllowAnonymous();

app.Run();

/// <summary>Who the people of the one identity provider are here. A real application asks its database, by issuer and subject.</summary>
internal sealed class Members : ISessionResolver
{
    private static readonly Dictionary<string, (string Tenant, string Role)> People = new() { ["ann"] = ("north", "writer"), ["ben"] = ("north", "reader"), ["eve"] = ("south", "writer") };

    public ValueTask<SessionResolution> ResolveAsync(ValidatedToken token, CancellationToken cancellationToken = default)
    {
        var record = People.TryGetValue(token.Subject, out var person)
            ? new SessionRecord { Tenant = TenantId.Parse(person.Tenant), Code = token.Subject, Roles = [person.Role], Status = "active" }
            : null;
        return ValueTask.FromResult(SessionResolution.From(token, record, ["reader", "writer"]));
    }
}

internal sealed record Note(TenantId Tenant, string Text);

internal sealed record NewNote(string Text);

[JsonSerializable(typeof(NewNote))]
[JsonSerializable(typeof(string[]))]
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
internal sealed partial class NotesJson : JsonSerializerContext;
