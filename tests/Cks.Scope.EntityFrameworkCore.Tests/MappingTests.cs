using System.Data.Common;
using Cks.Core;
using Cks.Rbac;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Cks.Scope.EntityFrameworkCore.Tests;

/// <summary>A context that does not fit the scope model is told so, with a fix, before anything is read.</summary>
public sealed class MappingTests
{
    private static readonly Subject Me = new("u", TenantId.Parse("main"), ["manager"]) { Code = "MGR-001" };

    [Fact]
    public async Task A_column_that_scope_looks_at_and_nobody_maps_is_found()
    {
        var message = await RefusedAsync(m => Mapped<Customer>(m, "customers").Ignore(c => c.Manager));

        Assert.Contains("CKS315", message, StringComparison.Ordinal);
        Assert.Contains("entity.Property<string>(\"manager\")", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_that_is_mapped_as_something_else_is_found() =>
        Assert.Contains("compares \"test\" as bool", await RefusedAsync(m => Mapped<Customer>(m, "customers").Ignore(c => c.Test).Property<long>("test")), StringComparison.Ordinal);

    [Fact]
    public async Task A_column_that_is_converted_or_never_missing_is_found()
    {
        Assert.Contains("are converted", await RefusedAsync(m => Mapped<Customer>(m, "customers").Property(c => c.Manager).HasConversion(v => v, v => v!.Trim())), StringComparison.Ordinal);
        Assert.Contains("are converted", await RefusedAsync(m => Mapped<Customer>(m, "customers").Property(c => c.Test).HasConversion<string>()), StringComparison.Ordinal);
        Assert.Contains("may have none", await RefusedAsync(m => Mapped<Customer>(m, "customers").Ignore(c => c.Archived).Property<DateTimeOffset>("archived")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_type_that_is_read_by_SQL_is_none_of_the_model() =>
        Assert.Contains("CKS316", await RefusedAsync(m => Mapped<Customer>(m, "customers").ToSqlQuery("SELECT * FROM customers")), StringComparison.Ordinal);

    [Fact]
    public async Task S01_a_key_without_the_tenant_is_found()
    {
        var message = await RefusedAsync(m => Mapped<Customer>(m, "customers").HasKey(c => c.Id));

        Assert.Contains("CKS317", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task S05_a_type_whose_table_is_none_of_the_model_is_found_in_a_context_of_a_subject()
    {
        var message = await RefusedAsync(m => m.Entity<Note>());

        Assert.Contains("CKS316", message, StringComparison.Ordinal);
        Assert.Contains("Unscoped(\"reason\")", message, StringComparison.Ordinal);
        Assert.Null(await FindingsAsync(m => m.Entity<Note>().Unscoped("Notices are for everybody.")));
    }

    [Fact]
    public async Task S05_a_type_that_is_read_with_another_and_has_a_scope_of_its_own_is_found()
    {
        Assert.Contains("has a scope of its own", await RefusedAsync(m =>
        {
            m.Entity<Note>().UseTptMappingStrategy().Unscoped("Notices are for everybody.");
            m.Entity<LateNote>().ToTable("services");
        }), StringComparison.Ordinal);
        Assert.Contains("has a scope of its own", await RefusedAsync(m =>
        {
            m.Entity<Memo>().OwnsMany(n => n.Lines, l => l.ToTable("services"));
            m.Entity<Memo>().Unscoped("Memos are for everybody.");
        }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_without_a_name_is_found() =>
        Assert.Contains("HasQueryFilter(\"name\"", await RefusedAsync(m => Mapped<Customer>(m, "customers").HasQueryFilter(c => c.Status != "gone")), StringComparison.Ordinal);

    [Fact]
    public async Task A_named_filter_of_the_application_narrows_further()
    {
        await using var portal = await TestPortal.OnSqliteAsync(s => Add(s, m => Mapped<Customer>(m, "customers").HasQueryFilter("gone", c => c.Status != "gone")));
        await portal.WriteAsync(new([new("managers", "MGR-001", "main", false, false, "active", null), new("customers", "CUS-001", "main", false, false, "gone", "MGR-001"), new("customers", "CUS-002", "main", false, false, "here", "MGR-001")]));
        await using var db = portal.Services.GetRequiredService<IScopedContexts<Shaped>>().Create(Me);

        Assert.Equal(["CUS-002"], await db.Set<Customer>().Select(c => c.Id).ToListAsync());
    }

    [Fact]
    public async Task A_type_without_an_entity_is_not_read_in_scope_and_one_that_says_why_may_stand_beside()
    {
        await using var portal = await TestPortal.OnSqliteAsync(s => Add(s, m =>
        {
            Mapped<Customer>(m, "customers");
            m.Entity<Note>().ToTable("notes").Unscoped("Notices are for everybody.");
            m.Entity<LateNote>().HasBaseType((Type?)null).ToTable("staffing_notes");
        }));
        await portal.WriteAsync(new([]));
        await using var table = portal.Source.CreateCommand("CREATE TABLE notes (\"Id\" text)");
        await table.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await using var db = new Shaped(portal.Use(new DbContextOptionsBuilder<Shaped>()).UseApplicationServiceProvider(portal.Services).UseCksScope().Options);

        Assert.Empty(await db.Set<Customer>().InScope(Me).Where(c => db.Set<Note>().Any(n => n.Id == c.Id)).ToListAsync());
        Assert.Contains("CKS318", Assert.Throws<InvalidOperationException>(() => db.Set<Customer>().InScope(Me).Where(c => db.Set<LateNote>().Any(n => n.Id == c.Id)).ToList()).Message, StringComparison.Ordinal);
        Assert.Contains("CKS316", Assert.Throws<CksConfigurationException>(() => db.Set<LateNote>().InScope(Me)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_from_elsewhere_is_refused()
    {
        await using var portal = await TestPortal.OnSqliteAsync(s => s.AddScopedContexts<Shaped>((_, o) => o.UseSqlite("Data Source=:memory:").UseModel(new ModelBuilder().FinalizeModel())));

        Assert.Contains("UseModel", Assert.Throws<InvalidOperationException>(() => portal.Services.GetRequiredService<IScopedContexts<Shaped>>().Create(Me)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task S01_a_model_whose_cache_knows_no_shapes_is_refused()
    {
        await using var portal = await TestPortal.OnSqliteAsync(s => s.AddScopedContexts<Shaped>((_, o) => o.UseSqlite("Data Source=:memory:").ReplaceService<IModelCacheKeyFactory, ModelCacheKeyFactory>()));

        Assert.Contains("IModelCacheKeyFactory", Assert.Throws<InvalidOperationException>(() => portal.Services.GetRequiredService<IScopedContexts<Shaped>>().Create(Me)).Message, StringComparison.Ordinal);
    }

    private static EntityTypeBuilder<T> Mapped<T>(ModelBuilder model, string table)
        where T : Thing
    {
        model.Ignore<Center>();
        var entity = model.Entity<T>();
        entity.ToTable(table).HasKey(t => new { t.Tenant, t.Id });
        return entity;
    }

    private static void Add(IServiceCollection services, Action<ModelBuilder> map)
    {
        services.AddSingleton(map);
        services.AddScopedContexts<Shaped>((s, o) => o.UseSqlite(s.GetRequiredService<DbDataSource>().ConnectionString));
    }

    private static async Task<string> RefusedAsync(Action<ModelBuilder> map) => await FindingsAsync(map) ?? throw new InvalidOperationException("Nothing was found.");

    /// <summary>What keeps the host from starting.</summary>
    private static async Task<string?> FindingsAsync(Action<ModelBuilder> map)
    {
        await using var portal = await TestPortal.OnSqliteAsync(s => Add(s, map));
        try
        {
            foreach (var service in portal.Services.GetServices<IHostedService>())
                await service.StartAsync(CancellationToken.None);
            return null;
        }
        catch (CksConfigurationException e)
        {
            return e.Message;
        }
    }

    /// <summary>A context whose model is what a test says.</summary>
    public class Shaped(DbContextOptions<Shaped> options) : DbContext(options)
    {
        private readonly IServiceProvider _services = options.FindExtension<CoreOptionsExtension>()!.ApplicationServiceProvider!;

        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            _services.GetRequiredService<Action<ModelBuilder>>()(modelBuilder);
            foreach (var property in modelBuilder.Model.GetEntityTypes().Where(t => t.ClrType.IsAssignableTo(typeof(Thing))).SelectMany(t => t.GetProperties()))
                property.SetColumnName(property.Name.ToLowerInvariant());
        }
    }

    public class Note
    {
        public string Id { get; set; } = "";
    }

    public class LateNote : Note;

    public class Memo
    {
        public string Id { get; set; } = "";

        public List<Line> Lines { get; } = [];
    }

    public class Line
    {
        public string Id { get; set; } = "";
    }
}
