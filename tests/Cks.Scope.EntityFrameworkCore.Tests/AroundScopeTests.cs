using Cks.Core;
using Cks.Rbac;
using Cks.Scope.Tests.Reading;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Scope.EntityFrameworkCore.Tests;

/// <summary>Ways by which Entity Framework would read more than a set in scope says.</summary>
public sealed class AroundScopeTests(ITestOutputHelper output)
{
    private static readonly Subject Manager = new("u", TenantId.Parse("main"), ["manager"]) { Code = "MGR-001" };
    private static readonly Subject CrewMe = new("u", TenantId.Parse("main"), ["crew"]) { Code = "CRW-001" };

    private static Graph Data(string centerStatus) => new(
        [
            new("managers", "MGR-001", "main", false, false, "active", null),
            new("managers", "CUS-001", "main", false, false, "hush", null),
            new("customers", "CUS-001", "main", false, false, "active", "MGR-001"),
            new("centers", "CEN-001", "main", false, false, centerStatus, "CUS-001"),
            new("crew", "CRW-001", "main", false, false, "active", "CEN-001"),
        ],
        [
            new("ORD-001", "main", false, false, "open", "plain", "CRW-001", null, "CEN-001", Graph.Now, Graph.Now, 1, 2),
            new("ORD-003", "main", false, false, "open", "secret", "CRW-001", null, "CEN-001", Graph.Now, null, 1, 2),
        ]);

    [Fact]
    public async Task A_derived_type_includes_nothing_by_itself()
    {
        await using var portal = await TestPortal.OnSqliteAsync();
        await portal.WriteAsync(Data("special"));
        await using var db = new RevA(portal.Use(new DbContextOptionsBuilder<RevA>()).UseCksScope(portal.Services).Options);
        await RefusedAsync("CKS318", async () =>
        {
            foreach (var c in await db.Set<RC>().InScope(Manager).ToListAsync())
                output.WriteLine($"{c.GetType().Name} {c.Id}: {(c is RSpecial s ? string.Join(",", s.Orders.Select(o => $"{o.Id}/{o.Kind}")) : "")}");
        });
    }

    [Fact]
    public async Task A_derived_type_loads_nothing_later()
    {
        await using var portal = await TestPortal.OnSqliteAsync();
        await portal.WriteAsync(Data("lazy"));
        await using var db = new RevB(portal.Use(new DbContextOptionsBuilder<RevB>()).UseCksScope(portal.Services).Options);
        await RefusedAsync("CKS318", async () =>
        {
            foreach (var c in await db.Set<RC>().InScope(Manager).ToListAsync())
                output.WriteLine($"{c.GetType().Name} {c.Id}: {(c is RLazy s ? string.Join(",", s.Orders.Select(o => $"{o.Id}/{o.Kind}")) : "")}");
        });
    }

    [Fact]
    public async Task A_constructor_is_given_no_loader()
    {
        await using var portal = await TestPortal.OnSqliteAsync();
        await portal.WriteAsync(Data("x"));
        await using var db = new RevC(portal.Use(new DbContextOptionsBuilder<RevC>()).UseCksScope(portal.Services).Options);
        await RefusedAsync("CKS318", async () =>
        {
            foreach (var c in await db.Set<RDelegate>().InScope(Manager).ToListAsync())
                output.WriteLine($"{c.GetType().Name} {c.Id}: {string.Join(",", c.Orders.Select(o => $"{o.Id}/{o.Kind}"))}");
        });
    }

    [Fact]
    public async Task A_type_that_is_split_among_tables_is_refused()
    {
        await using var portal = await TestPortal.OnSqliteAsync();
        await portal.WriteAsync(Data("x"));
        await using var db = new RevD(portal.Use(new DbContextOptionsBuilder<RevD>()).UseCksScope(portal.Services).Options);
        await using var plain = portal.Plain();
        Assert.Empty(await plain.Managers.InScope(Manager).Where(m => m.Id == "CUS-001").ToListAsync());
        await RefusedAsync("CKS", async () =>
        {
            foreach (var c in await db.Set<RSplit>().InScope(Manager).ToListAsync())
                output.WriteLine($"{c.Id}: {c.Status} managers.status={c.Hush}");
        });
    }

    [Fact]
    public async Task S04_an_indexer_looks_at_nothing_hidden()
    {
        await using var portal = await TestPortal.OnSqliteAsync();
        await portal.WriteAsync(Data("x"));
        await using var db = new RevE(portal.Use(new DbContextOptionsBuilder<RevE>()).UseCksScope(portal.Services).Options);
        await RefusedAsync("CKS318", async () =>
        {
            foreach (var row in await db.Set<Dictionary<string, object>>("bag").SelectVisible(CrewMe, rows => rows.Where(r => (string)r["Kind"] == "secret")).ToListAsync())
                output.WriteLine($"{row["code"]}");
        });
    }

    [Fact]
    public async Task S04_the_type_of_a_row_is_a_field_as_well()
    {
        // crew: the center's status is visible to all; take orders: kind is hidden from crew and is the discriminator.
        await using var portal = await TestPortal.OnSqliteAsync();
        await portal.WriteAsync(Data("x"));
        await using var db = new RevF(portal.Use(new DbContextOptionsBuilder<RevF>()).UseCksScope(portal.Services).Options);
        await RefusedAsync("CKS318", async () =>
        {
            foreach (var row in await db.Set<RO>().SelectVisible(CrewMe, rows => rows.Where(o => o is ROSecret)).ToListAsync())
                output.WriteLine($"{row["code"]}");
        });
    }

    [Fact]
    public async Task A_filter_of_the_same_name_does_not_replace_ours()
    {
        await using var portal = await TestPortal.OnSqliteAsync(s => s.AddScopedContexts<RevG>((services, o) => o.UseSqlite(services.GetRequiredService<System.Data.Common.DbDataSource>().ConnectionString)));
        await portal.WriteAsync(new([new("managers", "MGR-001", "main", false, false, "active", null), new("customers", "CUS-001", "main", false, false, "active", "MGR-001"), new("customers", "CUS-002", "acme", false, false, "active", "MGR-001")]));
        await using var db = portal.Services.GetRequiredService<IScopedContexts<RevG>>().Create(Manager);
        Assert.Equal(["CUS-001"], await db.Set<RSplit>().Select(c => c.Id).ToListAsync());
    }

    [Fact]
    public async Task An_indexer_is_no_way_around_either()
    {
        await using var portal = await TestPortal.OnSqliteAsync();
        var data = Data("paused");
        await portal.WriteAsync(new([.. data.Nodes, new("centers", "CEN-009", "main", false, true, "strangers", "CUS-009")], [.. data.Orders.Select(o => o with { Center = "CEN-009" })]));
        await using (var plain = portal.Plain())
            Assert.Empty(await plain.Centers.InScope(CrewMe).Where(c => c.Id == "CEN-009").ToListAsync());
        await using var db = new RevH(portal.Use(new DbContextOptionsBuilder<RevH>()).UseCksScope(portal.Services).Options);
        await RefusedAsync("CKS318", async () =>
        {
            foreach (var row in await db.Set<Dictionary<string, object>>("bag").InScope(CrewMe).Select(r => new { Id = (string)r["Id"], ((RC)r["Nav"]).Status, ((RC)r["Nav"]).ManagerCopy }).ToListAsync())
                output.WriteLine($"{row}");
        });
    }

    [Fact]
    public async Task A_type_that_comes_late_is_not_read_without_a_filter()
    {
        await using var portal = await TestPortal.OnSqliteAsync(s => s.AddScopedContexts<RevI>((services, o) => o.UseSqlite(services.GetRequiredService<System.Data.Common.DbDataSource>().ConnectionString)));
        await portal.WriteAsync(new([new("managers", "MGR-001", "main", false, false, "active", null), new("customers", "CUS-001", "main", false, false, "active", "MGR-001"), new("crew", "CRW-002", "acme", false, false, "active", "MGR-001")]));
        await RefusedAsync("CKS318", async () =>
        {
            await using var db = portal.Services.GetRequiredService<IScopedContexts<RevI>>().Create(Manager);
            output.WriteLine(string.Join(",", await db.Set<RLate>().Select(c => c.Tenant + c.Id).ToListAsync()));
        });
    }

    [Fact]
    public async Task Rows_of_an_attached_stranger_are_not_loaded()
    {
        await using var portal = await TestPortal.OnSqliteAsync(s => s.AddScopedContexts<RevJ>((services, o) => o.UseSqlite(services.GetRequiredService<System.Data.Common.DbDataSource>().ConnectionString)));
        await portal.WriteAsync(new([new("managers", "MGR-001", "main", false, false, "active", null), new("customers", "CUS-001", "main", false, false, "active", "MGR-001"), new("customers", "CUS-002", "acme", false, false, "active", "MGR-001")]));
        await using var command = portal.Source.CreateCommand("CREATE TABLE notes (tenant text, customer text, id text, words text); INSERT INTO notes VALUES ('acme', 'CUS-002', 'N1', 'secret of acme'), ('main', 'CUS-001', 'N2', 'own')");
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        await using var db = portal.Services.GetRequiredService<IScopedContexts<RevJ>>().Create(Manager);
        Assert.Equal("own", (await db.Set<ROwner>().SingleAsync()).Notes.Single().Words);
        var fake = new ROwner { Tenant = "acme", Id = "CUS-002" };
        db.Attach(fake);
        var found = await db.Entry(fake).Collection(f => f.Notes).Query().AsNoTracking().Select(n => n.Words).ToListAsync();
        output.WriteLine(db.Entry(fake).Collection(f => f.Notes).Query().AsNoTracking().Select(n => n.Words).ToQueryString());
        Assert.Empty(found);
    }

    private static async Task RefusedAsync(string code, Func<Task> read)
    {
        var refusal = await Record.ExceptionAsync(read);
        Assert.True(refusal is InvalidOperationException or CksConfigurationException, $"not refused, but {refusal?.GetType().Name ?? "read"}");
        Assert.StartsWith(code, refusal!.Message, StringComparison.Ordinal);
    }

    public abstract class Rev(DbContextOptions options) : DbContext(options)
    {
        protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) => configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantText>();

        protected static void Lower(ModelBuilder m)
        {
            foreach (var p in m.Model.GetEntityTypes().SelectMany(t => t.GetDeclaredProperties()))
                p.SetColumnName(p.Name switch { "ManagerCopy" => "manager_copy", "OnHand" => "on_hand", var n => n.ToLowerInvariant() });
        }

        protected static void Orders(ModelBuilder m) => m.Entity<RO>().ToTable("orders").HasKey(o => new { o.Tenant, o.Id });
    }

    public class RevA(DbContextOptions<RevA> options) : Rev(options)
    {
        protected override void OnModelCreating(ModelBuilder m)
        {
            Orders(m);
            m.Entity<RC>().ToTable("centers").HasKey(c => new { c.Tenant, c.Id });
            m.Entity<RC>().HasDiscriminator(c => c.Status).HasValue<RC>("plain").HasValue<RSpecial>("special");
            m.Entity<RSpecial>().HasMany(s => s.Orders).WithOne().HasForeignKey(o => new { o.Tenant, o.Center }).IsRequired(false);
            m.Entity<RSpecial>().Navigation(s => s.Orders).AutoInclude();
            Lower(m);
        }
    }

    public class RevB(DbContextOptions<RevB> options) : Rev(options)
    {
        protected override void OnModelCreating(ModelBuilder m)
        {
            Orders(m);
            m.Entity<RC>().ToTable("centers").HasKey(c => new { c.Tenant, c.Id });
            m.Entity<RC>().HasDiscriminator(c => c.Status).HasValue<RC>("plain").HasValue<RLazy>("lazy");
            m.Entity<RLazy>().HasMany(s => s.Orders).WithOne().HasForeignKey(o => new { o.Tenant, o.Center }).IsRequired(false);
            Lower(m);
        }
    }

    public class RevC(DbContextOptions<RevC> options) : Rev(options)
    {
        protected override void OnModelCreating(ModelBuilder m)
        {
            Orders(m);
            m.Entity<RDelegate>().ToTable("centers").HasKey(c => new { c.Tenant, c.Id });
            m.Entity<RDelegate>().HasMany(s => s.Orders).WithOne().HasForeignKey(o => new { o.Tenant, o.Center }).IsRequired(false);
            Lower(m);
        }
    }

    public class RevD(DbContextOptions<RevD> options) : Rev(options)
    {
        protected override void OnModelCreating(ModelBuilder m)
        {
            var e = m.Entity<RSplit>();
            e.ToTable("customers").HasKey(c => new { c.Tenant, c.Id });
            Lower(m);
            e.SplitToTable("managers", t =>
            {
                t.Property(c => c.Tenant).HasColumnName("tenant");
                t.Property(c => c.Id).HasColumnName("id");
                t.Property(c => c.Hush).HasColumnName("status");
            });
        }
    }

    public class RevE(DbContextOptions<RevE> options) : Rev(options)
    {
        protected override void OnModelCreating(ModelBuilder m)
        {
            m.SharedTypeEntity<Dictionary<string, object>>("bag", b =>
            {
                b.ToTable("orders");
                b.IndexerProperty<string>("Tenant");
                b.IndexerProperty<string>("Id");
                b.IndexerProperty<bool>("Test");
                b.IndexerProperty<DateTimeOffset?>("Archived");
                b.IndexerProperty<string>("Status");
                b.IndexerProperty<string>("Kind");
                b.IndexerProperty<string>("Creator");
                b.IndexerProperty<string>("Customer");
                b.IndexerProperty<string>("Center");
                b.IndexerProperty<DateTimeOffset>("Created");
                b.HasKey("Tenant", "Id");
            });
            Lower(m);
        }
    }

    public class RevF(DbContextOptions<RevF> options) : Rev(options)
    {
        protected override void OnModelCreating(ModelBuilder m)
        {
            Orders(m);
            m.Entity<RO>().HasDiscriminator(o => o.Kind).HasValue<RO>("plain").HasValue<ROSecret>("secret");
            Lower(m);
        }
    }

    public class RevG(DbContextOptions<RevG> options) : Rev(options)
    {
        protected override void OnModelCreating(ModelBuilder m)
        {
            m.Entity<RSplit>().ToTable("customers").HasKey(c => new { c.Tenant, c.Id });
            m.Entity<RSplit>().Ignore(c => c.Hush).HasQueryFilter(ScopeFilter.Name, c => true);
            Lower(m);
        }
    }

    public class RevH(DbContextOptions<RevH> options) : Rev(options)
    {
        protected override void OnModelCreating(ModelBuilder m)
        {
            m.Entity<RC>().ToTable("centers").HasKey(c => new { c.Tenant, c.Id });
            m.SharedTypeEntity<Dictionary<string, object>>("bag", b =>
            {
                b.ToTable("orders");
                b.IndexerProperty<string>("Tenant");
                b.IndexerProperty<string>("Id");
                b.IndexerProperty<bool>("Test");
                b.IndexerProperty<DateTimeOffset?>("Archived");
                b.IndexerProperty<string>("Status");
                b.IndexerProperty<string>("Kind");
                b.IndexerProperty<string>("Creator");
                b.IndexerProperty<string>("Customer");
                b.IndexerProperty<string>("Center").IsRequired(false);
                b.IndexerProperty<DateTimeOffset>("Created");
                b.HasKey("Tenant", "Id");
                b.HasOne(typeof(RC).FullName!, "Nav").WithMany().HasForeignKey("Tenant", "Center").IsRequired(false);
            });
            Lower(m);
        }
    }

    public class RevJ(DbContextOptions<RevJ> options) : Rev(options)
    {
        protected override void OnModelCreating(ModelBuilder m)
        {
            m.Entity<ROwner>().ToTable("customers").HasKey(c => new { c.Tenant, c.Id });
            m.Entity<ROwner>().OwnsMany(o => o.Notes, n =>
            {
                n.ToTable("notes");
                n.Property<string>("Tenant");
                n.Property<string>("Customer");
                n.WithOwner().HasForeignKey("Tenant", "Customer");
                n.HasKey(x => x.Id);
            });
            Lower(m);
        }
    }

    public class ROwner
    {
        public string Id { get; set; } = "";
        public string Tenant { get; set; } = "";
        public bool Test { get; set; }
        public DateTimeOffset? Archived { get; set; }
        public string? Status { get; set; }
        public string? Manager { get; set; }
        public List<RNote> Notes { get; } = [];
    }

    public class RNote
    {
        public string Id { get; set; } = "";
        public string? Words { get; set; }
    }

    public class RevI(DbContextOptions<RevI> options) : Rev(options)
    {
        protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
        {
            base.ConfigureConventions(configurationBuilder);
            configurationBuilder.Conventions.Add(_ => new Late());
        }

        protected override void OnModelCreating(ModelBuilder m)
        {
            m.Entity<RSplit>().ToTable("customers").HasKey(c => new { c.Tenant, c.Id });
            m.Entity<RSplit>().Ignore(c => c.Hush);
            Lower(m);
        }

        private sealed class Late : Microsoft.EntityFrameworkCore.Metadata.Conventions.IModelFinalizingConvention
        {
            public void ProcessModelFinalizing(Microsoft.EntityFrameworkCore.Metadata.Builders.IConventionModelBuilder modelBuilder, Microsoft.EntityFrameworkCore.Metadata.Conventions.IConventionContext<Microsoft.EntityFrameworkCore.Metadata.Builders.IConventionModelBuilder> context)
            {
                var type = modelBuilder.Entity(typeof(RLate), fromDataAnnotation: true)!;
                type.Metadata.SetTableName("crew");
                type.Property(typeof(string), "Tenant", fromDataAnnotation: true);
                type.Property(typeof(string), "Id", fromDataAnnotation: true);
                type.PrimaryKey([type.Metadata.FindProperty("Tenant")!, type.Metadata.FindProperty("Id")!], fromDataAnnotation: true);
                foreach (var p in type.Metadata.GetProperties())
                    p.SetColumnName(p.Name.ToLowerInvariant());
            }
        }
    }

    public class RLate
    {
        public string Id { get; set; } = "";
        public string Tenant { get; set; } = "";
    }

    public class RC
    {
        public string Id { get; set; } = "";
        public string Tenant { get; set; } = "";
        public bool Test { get; set; }
        public DateTimeOffset? Archived { get; set; }
        public string? Status { get; set; }
        public string? Customer { get; set; }
        public string? ManagerCopy { get; set; }
    }

    public class RSpecial : RC
    {
        public List<RO> Orders { get; } = [];
    }

    public class RLazy : RC
    {
        private readonly ILazyLoader? _loader;
        private List<RO> _orders = [];

        public RLazy()
        {
        }

        private RLazy(ILazyLoader loader) => _loader = loader;

        public List<RO> Orders { get => _loader.Load(this, ref _orders!)!; set => _orders = value; }
    }

    public class RDelegate
    {
        private readonly Action<object, string>? _load;
        private List<RO> _orders = [];

        public RDelegate()
        {
        }

        private RDelegate(Action<object, string> lazyLoader) => _load = lazyLoader;

        public string Id { get; set; } = "";
        public string Tenant { get; set; } = "";
        public bool Test { get; set; }
        public DateTimeOffset? Archived { get; set; }
        public string? Status { get; set; }
        public string? Customer { get; set; }
        public string? ManagerCopy { get; set; }

        public List<RO> Orders
        {
            get
            {
                _load?.Invoke(this, nameof(Orders));
                return _orders;
            }
            set => _orders = value;
        }
    }

    public class RSplit
    {
        public string Id { get; set; } = "";
        public string Tenant { get; set; } = "";
        public bool Test { get; set; }
        public DateTimeOffset? Archived { get; set; }
        public string? Status { get; set; }
        public string? Manager { get; set; }
        public string? Hush { get; set; }
    }

    public class RO
    {
        public string Id { get; set; } = "";
        public string Tenant { get; set; } = "";
        public bool Test { get; set; }
        public DateTimeOffset? Archived { get; set; }
        public string? Status { get; set; }
        public string? Kind { get; set; }
        public string? Creator { get; set; }
        public string? Customer { get; set; }
        public string? Center { get; set; }
        public DateTimeOffset Created { get; set; }
    }

    public class ROSecret : RO;
}
