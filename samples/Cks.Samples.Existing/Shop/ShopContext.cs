using Microsoft.EntityFrameworkCore;

namespace Cks.Samples.Existing;

/// <summary>The shop's tables. Rows that sales shows to visitors are marked as demo.</summary>
public sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Contractor> Contractors => Set<Contractor>();

    public DbSet<Employee> Employees => Set<Employee>();

    /// <summary>Two companies, of which the second has the same codes.</summary>
    public static void Fill(IServiceProvider services)
    {
        using var scope = services.CreateScope();
        var db = scope.ServiceProvider.GetRequiredService<ShopContext>();
        db.Database.EnsureDeleted();
        db.Database.EnsureCreated();
        foreach (var company in (string[])["north", "south"])
        {
            db.Add(new Employee { CompanyId = company, Code = "EMP-1", Name = "Mia" });
            db.Add(new Employee { CompanyId = company, Code = "EMP-2", Name = "Sam" });
            foreach (var n in Enumerable.Range(1, 2))
                db.Add(new Contractor { CompanyId = company, Code = $"CON-{n}", Name = $"Contractor {n}" });
            foreach (var n in Enumerable.Range(1, 6))
                db.Add(new Order { CompanyId = company, Code = $"ORD-{n}", ContractorCode = $"CON-{1 + (n % 2)}", Price = n * 100, Margin = n * 7 });
        }

        db.SaveChanges();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        Map<Order>("orders", "order_code");
        Map<Contractor>("contractors", "contractor_code");
        Map<Employee>("employees", "employee_code");
        modelBuilder.Entity<Order>().Property(o => o.ContractorCode).HasColumnName("contractor_code");

        void Map<T>(string table, string key)
            where T : class
        {
            var entity = modelBuilder.Entity<T>().ToTable(table);
            entity.Property<string>("CompanyId").HasColumnName("company_id");
            entity.Property<string>("Code").HasColumnName(key);
            entity.Property<bool>("IsDemo").HasColumnName("is_demo");
            entity.HasKey("CompanyId", "Code");
            foreach (var property in entity.Metadata.GetProperties().Where(p => p.Name is "Status" or "Price" or "Margin" or "Name"))
                property.SetColumnName(property.Name.ToLowerInvariant());
        }
    }
}
