using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApplicationModels;

namespace Cks.Rbac.AspNetCore.Tests.Startup;

/// <summary>Takes every authorization attribute off every controller, as if nobody had written one.</summary>
internal sealed class WithoutRules : IApplicationModelConvention
{
    public void Apply(ApplicationModel application)
    {
        foreach (var controller in application.Controllers)
        {
            foreach (var selector in controller.Selectors.Concat(controller.Actions.SelectMany(a => a.Selectors)))
            {
                foreach (var rule in selector.EndpointMetadata.OfType<IAuthorizeData>().ToArray())
                    selector.EndpointMetadata.Remove(rule);
            }
        }
    }
}
