using System.Text.Json;
using Cks.Rbac.AspNetCore;
using Cks.Rbac.AspNetCore.Tests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Rbac.OpenApi.Tests;

public sealed class OpenApiDocumentTests
{
    [Fact]
    public async Task The_schemes_that_a_client_can_use_are_described()
    {
        var document = await DocumentAsync(_ => { });

        var schemes = document.GetProperty("components").GetProperty("securitySchemes");
        Assert.Equal(["Bearer", "Cookies"], schemes.EnumerateObject().Select(s => s.Name));
        Assert.Equal("bearer", schemes.GetProperty("Bearer").GetProperty("scheme").GetString());
        Assert.Equal(("apiKey", "cookie", "session"), (Text("type"), Text("in"), Text("name")));

        string? Text(string name) => schemes.GetProperty("Cookies").GetProperty(name).GetString();
    }

    [Fact]
    public async Task An_operation_says_what_its_guards_ask_for()
    {
        var document = await DocumentAsync(app =>
        {
            var group = app.MapGroup("/").RequireCaps("notes:view");
            group.MapGet("/all", () => "in").RequireCaps("notes:create");
            group.MapGet("/any", () => "in").RequireAnyCap("notes:create", "notes:purge");
            group.MapGet("/role", () => "in").RequireRoles("reader", "writer");
        });

        Assert.Equal("""["notes:view","notes:create"]""", Extension("/all", "x-required-capabilities"));
        Assert.Null(Extension("/all", "x-required-any-capability"));
        Assert.Equal("""["notes:view"]""", Extension("/any", "x-required-capabilities"));
        Assert.Equal("""[["notes:create","notes:purge"]]""", Extension("/any", "x-required-any-capability"));
        Assert.Equal("""[["reader","writer"]]""", Extension("/role", "x-required-roles"));
        var (components, responses) = (document.GetProperty("components"), Operation(document, "/all").GetProperty("responses"));
        foreach (var (status, response) in new[] { ("401", "CksUnauthenticated"), ("403", "CksNotPermitted") })
        {
            Assert.Equal($"#/components/responses/{response}", responses.GetProperty(status).GetProperty("$ref").GetString());
            Assert.Equal("#/components/schemas/CksProblem", components.GetProperty("responses").GetProperty(response).GetProperty("content").GetProperty("application/problem+json").GetProperty("schema").GetProperty("$ref").GetString());
        }

        Assert.Contains("reason", components.GetProperty("schemas").GetProperty("CksProblem").GetProperty("required").EnumerateArray().Select(r => r.GetString()));

        string? Extension(string path, string name) => Operation(document, path).TryGetProperty(name, out var value) ? JsonSerializer.Serialize(value) : null;
    }

    [Fact]
    public async Task An_operation_about_a_resource_names_its_route_value_once_and_answers_404()
    {
        var document = await DocumentAsync(
            app =>
            {
                app.MapGet("/given/{id:int}", (Note note) => note.Id).RequireCaps("notes:view").OnResource<Note>("ID");
                app.MapGet("/named/{id}", (string id, string? more, Note note) => id + more + note.Id).RequireCaps("notes:view").OnResource<Note>("id");
            },
            b => b.Services.AddCksResource<Note, Loader>());

        foreach (var (path, expected) in new[] { ("/given/{id}", new[] { "path id" }), ("/named/{id}", ["path id", "query more"]) })
        {
            var operation = Operation(document, path);
            Assert.Equal(expected, operation.GetProperty("parameters").EnumerateArray().Select(p => $"{p.GetProperty("in")} {p.GetProperty("name")}"));
            Assert.True(operation.GetProperty("parameters")[0].GetProperty("required").GetBoolean());
            Assert.Equal("#/components/responses/CksOutsideScope", operation.GetProperty("responses").GetProperty("404").GetProperty("$ref").GetString());
        }

        Assert.True(document.GetProperty("components").GetProperty("responses").TryGetProperty("CksOutsideScope", out _));
    }

    [Fact]
    public async Task An_operation_takes_any_of_the_schemes_or_those_that_its_rule_names_or_none()
    {
        var document = await DocumentAsync(app =>
        {
            app.MapGet("/any", () => "in").RequireCaps("notes:view");
            app.MapGet("/named", () => "in").RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = "Bearer" });
            app.MapGet("/other", () => "in").RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = HeaderAuthenticationHandler.First });
            app.MapGet("/open", () => "in").AllowAnonymous();
        });

        Assert.Equal("""[{"Bearer":[]},{"Cookies":[]}]""", JsonSerializer.Serialize(Operation(document, "/any").GetProperty("security")));
        Assert.Equal("""[{"Bearer":[]}]""", JsonSerializer.Serialize(Operation(document, "/named").GetProperty("security")));
        Assert.False(Operation(document, "/other").TryGetProperty("security", out _));
        Assert.Equal("[]", JsonSerializer.Serialize(Operation(document, "/open").GetProperty("security")));
        Assert.Equal(["200"], Operation(document, "/open").GetProperty("responses").EnumerateObject().Select(r => r.Name));
        Assert.Equal(["200", "401"], Operation(document, "/named").GetProperty("responses").EnumerateObject().Select(r => r.Name));
    }

    [Fact]
    public async Task The_document_is_guarded_like_any_other_endpoint()
    {
        Assert.Contains(await GuardHost.FindingsAsync(app => app.MapOpenApi(), Configure), f => f.StartsWith("CKS110", StringComparison.Ordinal));
        await using var host = await GuardHost.StartAsync(app => app.MapOpenApi().RequireCaps("notes:view"), Configure);

        Assert.Equal(401, await host.StatusAsync("/openapi/v1.json", null));
        Assert.Equal(403, await host.StatusAsync("/openapi/v1.json", GuardHost.Session()));
        Assert.Equal(200, await host.StatusAsync("/openapi/v1.json", GuardHost.Session("reader")));
    }

    private static JsonElement Operation(JsonElement document, string path) => document.GetProperty("paths").GetProperty(path).GetProperty("get");

    private static async Task<JsonElement> DocumentAsync(Action<WebApplication> map, Action<WebApplicationBuilder>? configure = null)
    {
        await using var host = await GuardHost.StartAsync(
            app =>
            {
                map(app);
                app.MapOpenApi().AllowAnonymous();
            },
            b =>
            {
                Configure(b);
                configure?.Invoke(b);
            });
        return JsonDocument.Parse((await host.TextAsync("/openapi/v1.json", null)).Body).RootElement;
    }

    private static void Configure(WebApplicationBuilder builder)
    {
        builder.Services.AddOpenApi(o => o.AddCksSecurity());
        builder.Services.AddAuthentication().AddJwtBearer().AddCookie("Cookies", o => o.Cookie.Name = "session");
    }

    private sealed record Note(string Id);

    private sealed class Loader : IResourceLoader<Note>
    {
        public ValueTask<Note?> LoadAsync(Subject subject, string key, CancellationToken cancellationToken = default) => new(new Note(key));
    }
}
