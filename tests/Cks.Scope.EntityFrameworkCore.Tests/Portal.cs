using Microsoft.EntityFrameworkCore;

namespace Cks.Scope.EntityFrameworkCore.Tests;

/// <summary>The tables of the test model as an application might map them: no link table, some columns as shadow properties.</summary>
public class Portal(DbContextOptions options) : DbContext(options)
{
    public DbSet<Admin> Admins => Set<Admin>();

    public DbSet<Manager> Managers => Set<Manager>();

    public DbSet<Customer> Customers => Set<Customer>();

    public DbSet<Center> Centers => Set<Center>();

    public DbSet<Crew> Crew => Set<Crew>();

    public DbSet<Service> Services => Set<Service>();

    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Report> Reports => Set<Report>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        if (Database.ProviderName!.EndsWith("Sqlite", StringComparison.Ordinal))
            configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantText>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        Map<Admin>("admins");
        Map<Manager>("managers");
        Map<Customer>("customers");
        Map<Center>("centers");
        Map<Crew>("crew");
        Map<Service>("services");
        Map<Order>("orders");
        Map<Report>("reports");
        modelBuilder.Entity<Center>().Property<string>("ManagerCopy").HasColumnName("manager_copy");
        modelBuilder.Entity<Customer>().HasMany(c => c.Centers).WithOne(c => c.Customer).HasForeignKey(c => new { c.Tenant, c.CustomerId }).IsRequired(false);
        modelBuilder.Entity<Center>().Property(c => c.CustomerId).HasColumnName("customer");
        modelBuilder.Entity<Center>().HasMany(c => c.Orders).WithOne(o => o.Center).HasForeignKey(o => new { o.Tenant, o.CenterId }).IsRequired(false);
        modelBuilder.Entity<Order>().Property(o => o.CenterId).HasColumnName("center");
        modelBuilder.Entity<Order>().Property(o => o.OnHand).HasColumnName("on_hand");

        void Map<T>(string table)
            where T : Thing
        {
            var entity = modelBuilder.Entity<T>();
            entity.ToTable(table).HasKey(t => new { t.Tenant, t.Id });
            foreach (var property in entity.Metadata.GetProperties())
                property.SetColumnName(property.Name.ToLowerInvariant());
        }
    }
}

public abstract class Thing
{
    public string Id { get; set; } = "";

    public string Tenant { get; set; } = "";

    public bool Test { get; set; }

    public DateTimeOffset? Archived { get; set; }
}

public abstract class Standing : Thing
{
    public string? Status { get; set; }
}

public class Admin : Standing;

public class Manager : Standing;

public class Customer : Standing
{
    public string? Manager { get; set; }

    public List<Center> Centers { get; } = [];
}

public class Center : Standing
{
    public string? CustomerId { get; set; }

    public Customer? Customer { get; set; }

    public List<Order> Orders { get; } = [];
}

public class Crew : Standing
{
    public string? Center { get; set; }
}

public class Service : Standing
{
    public string? Center { get; set; }
}

public class Order : Standing
{
    public string? Kind { get; set; }

    public string? Creator { get; set; }

    public string? Customer { get; set; }

    public string? CenterId { get; set; }

    public Center? Center { get; set; }

    public DateTimeOffset Created { get; set; }

    public DateTimeOffset? Due { get; set; }

    public long? OnHand { get; set; }

    public long? Minimum { get; set; }
}

public class Report : Thing
{
    public string? Manager { get; set; }
}
