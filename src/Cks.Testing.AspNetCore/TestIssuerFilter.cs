using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.Hosting;

namespace Cks.Testing.AspNetCore;

/// <summary>
/// On a real server, this machine only; addresses may be added while it runs. Checks as the guard does, because a host of the old kind and one whose hosted services were taken out do not ask that.
/// </summary>
internal sealed class TestIssuerFilter(IServer server, IHostEnvironment environment) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next)
    {
        TestIssuerGuard.Check(server, environment);
        return TestIssuerGuard.IsInMemory(server) ? next : new LocalRequestsOnly().Configure(next);
    }
}
