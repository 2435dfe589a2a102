using Microsoft.EntityFrameworkCore;

namespace Cks.Benchmarks;

/// <summary>Crew and managers of the portal in Entity Framework; once with the package and once without it.</summary>
internal abstract class CrewContext(DbContextOptions options) : DbContext(options)
{
    public DbSet<CrewMember> Crew => Set<CrewMember>();

    public DbSet<Manager> Managers => Set<Manager>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<CrewMember>(crew =>
        {
            crew.ToTable("crew").HasKey(c => new { c.TenantId, c.CrewId });
            crew.Property(c => c.TenantId).HasColumnName("tenant_id");
            crew.Property(c => c.IsTest).HasColumnName("is_test");
            crew.Property(c => c.CrewId).HasColumnName("crew_id");
            crew.Property(c => c.Name).HasColumnName("name");
            crew.Property(c => c.AssignedCenter).HasColumnName("assigned_center");
            crew.Property(c => c.CksManager).HasColumnName("cks_manager");
            crew.Property(c => c.EmergencyContact).HasColumnName("emergency_contact");
            crew.Property(c => c.Email).HasColumnName("email");
            crew.Property(c => c.Phone).HasColumnName("phone");
            crew.Property(c => c.Address).HasColumnName("address");
            crew.Property(c => c.Status).HasColumnName("status");
            crew.Property(c => c.ArchivedAt).HasColumnName("archived_at");
        });
        modelBuilder.Entity<Manager>(manager =>
        {
            manager.ToTable("managers").HasKey(m => new { m.TenantId, m.ManagerId });
            manager.Property(m => m.TenantId).HasColumnName("tenant_id");
            manager.Property(m => m.IsTest).HasColumnName("is_test");
            manager.Property(m => m.ManagerId).HasColumnName("manager_id");
            manager.Property(m => m.ArchivedAt).HasColumnName("archived_at");
        });
    }

    internal sealed class Scoped(DbContextOptions<Scoped> options) : CrewContext(options);

    internal sealed class ByHand(DbContextOptions<ByHand> options) : CrewContext(options);
}

internal sealed class CrewMember
{
    public required string TenantId { get; init; }

    public bool IsTest { get; init; }

    public required string CrewId { get; init; }

    public required string Name { get; init; }

    public string? AssignedCenter { get; init; }

    public string? CksManager { get; init; }

    public string? EmergencyContact { get; init; }

    public string? Email { get; init; }

    public string? Phone { get; init; }

    public string? Address { get; init; }

    public string? Status { get; init; }

    public DateTimeOffset? ArchivedAt { get; init; }
}

internal sealed class Manager
{
    public required string TenantId { get; init; }

    public bool IsTest { get; init; }

    public required string ManagerId { get; init; }

    public DateTimeOffset? ArchivedAt { get; init; }
}
