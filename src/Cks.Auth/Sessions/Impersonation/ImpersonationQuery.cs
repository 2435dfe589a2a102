namespace Cks.Auth;

/// <summary>Which rows of the audit of acting in another's place are asked for: of a person, by an actor, or in a tenant.</summary>
public sealed record ImpersonationQuery
{
    private ImpersonationQuery()
    {
    }

    /// <summary>In whose place it is; <see langword="null"/> for anybody's.</summary>
    public SessionActor? Person { get; private init; }

    /// <summary>Who acts, as <see cref="SessionActor.ToText"/>; <see langword="null"/> for anybody.</summary>
    public string? Actor { get; private init; }

    /// <summary>In which tenant; <see langword="null"/> for all.</summary>
    public string? Tenant { get; init; }

    /// <summary>The last row of the page before; <see langword="null"/> for the first page.</summary>
    public ImpersonationRecord? Before { get; init; }

    /// <summary>Who acted, or was refused, in a person's place.</summary>
    public static ImpersonationQuery Of(string issuer, string subject) => new() { Person = new(issuer, subject) };

    /// <summary>In whose place somebody acted, or was refused.</summary>
    public static ImpersonationQuery By(SessionActor actor) => new() { Actor = (actor ?? throw new ArgumentNullException(nameof(actor))).ToText() };

    /// <summary>All of a tenant.</summary>
    public static ImpersonationQuery In(string tenant) => new() { Tenant = tenant ?? throw new ArgumentNullException(nameof(tenant)) };

    /// <summary>Whether a row is asked for, on whichever page.</summary>
    public bool Asks(ImpersonationRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return (Person is null || (Person.Issuer, Person.Subject) == (record.Issuer, record.Subject)) && (Actor is null || Actor == record.Actor) && (Tenant is null || Tenant == record.Tenant);
    }
}
