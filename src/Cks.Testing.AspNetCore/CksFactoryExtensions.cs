using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Cks.Testing.AspNetCore;

/// <summary>Clients of an application under test. <c>WebApplicationFactory</c> is that of <c>Microsoft.AspNetCore.Mvc.Testing</c>, which the test project references.</summary>
public static class CksFactoryExtensions
{
    /// <summary>The stand-in for the application's providers: clock, rotation, tokens of every kind.</summary>
    /// <exception cref="InvalidOperationException">The host was not built with <see cref="CksTestIssuerExtensions.UseCksTestIssuer"/>.</exception>
    public static CksTestIssuer TestIssuer<TEntryPoint>(this WebApplicationFactory<TEntryPoint> factory)
        where TEntryPoint : class
    {
        ArgumentNullException.ThrowIfNull(factory);
        return factory.Services.GetService<CksTestIssuer>()
            ?? throw new InvalidOperationException("This factory has no test issuer. Use the one that factory.WithWebHostBuilder(b => b.UseCksTestIssuer()) returns.");
    }

    /// <summary>
    /// A client that sends a good token for the person with a role and code. Who that is the application's own store says: before the first request the session is resolved, and an exception says what
    /// to mend when it is another's or none. Each request carries a new token, so the clock may move; a request with an Authorization header of its own keeps it.
    /// </summary>
    /// <param name="factory">Built with <see cref="CksTestIssuerExtensions.UseCksTestIssuer"/>.</param>
    /// <param name="role">A role of the session.</param>
    /// <param name="code">The code of the session.</param>
    /// <param name="issuer">One of the application's issuers; the first by default.</param>
    public static HttpClient As<TEntryPoint>(this WebApplicationFactory<TEntryPoint> factory, string role, string code, string? issuer = null)
        where TEntryPoint : class
    {
        // First the host, which knows its address when it has started.
        var person = new TestPerson(factory.TestIssuer(), factory.Services, role, code, issuer);
        return factory.CreateDefaultClient(factory.ClientOptions.BaseAddress, person);
    }
}
