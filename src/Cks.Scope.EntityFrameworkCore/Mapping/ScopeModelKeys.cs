using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

namespace Cks.Scope.EntityFrameworkCore;

/// <summary>Contexts share a model, and what is compiled for it, only where they share the scope model and the ways by which their subjects see.</summary>
internal sealed class ScopeModelKeys : IModelCacheKeyFactory
{
    public object Create(DbContext context, bool designTime)
    {
        var options = context.GetService<IDbContextOptions>();
        var extension = ScopeExtension.Of(options);
        return (context.GetType(), designTime, extension.Access(options).Model, extension.Shape);
    }
}
