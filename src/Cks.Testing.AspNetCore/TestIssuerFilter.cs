using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;

namespace Cks.Testing.AspNetCore;

/// <summary>On a real server, this machine only; addresses may be added while it runs.</summary>
internal sealed class TestIssuerFilter(IServer server) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => TestIssuerGuard.IsInMemory(server) ? next : new LocalRequestsOnly().Configure(next);
}
