using System.Data.Common;
using System.Text;
using Cks.QueryBuilder;
using Cks.Scope.Tests.Model;
using Cks.Scope.Tests.Reading;
using Cks.Tests;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Cks.Scope.EntityFrameworkCore.Tests;

/// <summary>One database, and an application on it that has the test model and policy.</summary>
internal sealed class TestPortal : IAsyncDisposable
{
    private readonly PostgresDatabase? _postgres;
    private readonly DbConnection? _open;
    private readonly string _timestamp;
    private readonly Action<DbContextOptionsBuilder> _use;

    private TestPortal(DbDataSource source, string timestamp, Action<DbContextOptionsBuilder> use, PostgresDatabase? postgres, DbConnection? open) =>
        (Source, _timestamp, _use, _postgres, _open, Services) = (source, timestamp, use, postgres, open, null!);

    public DbDataSource Source { get; }

    public ServiceProvider Services { get; private set; }

    public IScopedContexts<Portal> Contexts => Services.GetRequiredService<IScopedContexts<Portal>>();

    public static async Task<TestPortal> OnSqliteAsync(Action<IServiceCollection>? also = null)
    {
        var connection = $"Data Source=ef-{Guid.NewGuid():N};Mode=Memory;Cache=Shared";
        var source = SqliteFactory.Instance.CreateDataSource(connection);
        return new TestPortal(source, "text", o => o.UseSqlite(connection), null, await source.OpenConnectionAsync()).With(also);
    }

    public static async Task<TestPortal> OnPostgresAsync(Action<IServiceCollection>? also = null)
    {
        var postgres = new PostgresDatabase();
        var source = await postgres.SourceAsync();
        return new TestPortal(source, "timestamptz", o => o.UseNpgsql(source), postgres, null).With(also);
    }

    public Task WriteAsync(Graph graph) => graph.WriteAsync(Source, _timestamp);

    /// <summary>A context of the application's own.</summary>
    public Portal Plain() => new(Use(new DbContextOptionsBuilder<Portal>()).UseCksScope(Services).Options);

    public DbContextOptionsBuilder<T> Use<T>(DbContextOptionsBuilder<T> options)
        where T : DbContext
    {
        _use(options);
        return options;
    }

    public async ValueTask DisposeAsync()
    {
        await Services.DisposeAsync();
        if (_open is not null)
            await _open.DisposeAsync();
        if (_postgres is null)
            await Source.DisposeAsync();
        else
            await _postgres.DisposeAsync();
    }

    private TestPortal With(Action<IServiceCollection>? also)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(new FakeTimeProvider(Graph.Now));
        services.AddCksRbac().AddPolicy("test.rbac.json", Encoding.UTF8.GetBytes(ScopeText.Policy));
        services.AddCksScope().AddModel("test.scope.json", Encoding.UTF8.GetBytes(ScopeText.Model));
        services.AddSingleton(Source);
        services.AddSingleton<SqlCompiler>(_postgres is null ? SqliteCompiler.Default : PostgresCompiler.Default);
        services.AddScopedContexts<Portal>((_, options) => _use(options), poolSize: 8);
        also?.Invoke(services);
        Services = services.BuildServiceProvider();
        return this;
    }
}
