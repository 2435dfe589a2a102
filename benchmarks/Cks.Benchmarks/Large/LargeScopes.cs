using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cks.Core;
using Cks.QueryBuilder;
using Cks.Rbac;
using Cks.Scope;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Benchmarks;

/// <summary>Cks.Scope over a database of the portal, with the portal's own policy and model.</summary>
internal sealed class LargeScopes : IAsyncDisposable
{
    private readonly ServiceProvider _provider;

    /// <param name="database">The database.</param>
    /// <param name="compiler">Its dialect.</param>
    /// <param name="keys">Whether the model declares the copied columns, or leaves the chain of parents.</param>
    public LargeScopes(DbDataSource database, SqlCompiler compiler, bool keys = true)
    {
        var services = new ServiceCollection();
        services.AddCksRbac().AddPolicy("portal.rbac.json", Documents.Read("portal.rbac.json"));
        services.AddCksScope().AddModel("portal.scope.json", keys ? Documents.Read("portal.scope.json") : WithoutKeys());
        services.AddSingleton(database).AddSingleton(compiler);
        _provider = services.BuildServiceProvider();
        Scopes = _provider.GetRequiredService<IScopeService>();
        Feed = _provider.GetRequiredService<IActivityFeed>();
    }

    public IScopeService Scopes { get; }

    public IActivityFeed Feed { get; }

    /// <summary>Made for each call, because a request makes one.</summary>
    public static Subject Me(string role, string code) => new(code, TenantId.Parse(LargeTables.Tenant), [role]) { Code = code };

    // The container does not own the database.
    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    private static byte[] WithoutKeys()
    {
        var model = JsonNode.Parse(Documents.Read("portal.scope.json"), documentOptions: new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip })!.AsObject();
        model.Remove("scopeKeys");
        return JsonSerializer.SerializeToUtf8Bytes(model);
    }
}
