// The methods behind make_searcher(): one factory a file, with its settings, and one row each in searcher.cc.
#pragma once

#include <memory>

#include "variegate/search/searcher.h"

namespace variegate {

std::unique_ptr<Searcher> make_random(const Space& space, const SearcherOptions& options);
std::unique_ptr<Searcher> make_grid(const Space& space, const SearcherOptions& options);
std::vector<Setting> tpe_settings();
std::unique_ptr<Searcher> make_tpe(const Space& space, const SearcherOptions& options);
std::unique_ptr<Searcher> make_gp(const Space& space, const SearcherOptions& options);
std::vector<Setting> reinforce_settings();
std::unique_ptr<Searcher> make_reinforce(const Space& space, const SearcherOptions& options);
std::vector<Setting> ppo_settings();
std::unique_ptr<Searcher> make_ppo(const Space& space, const SearcherOptions& options);
std::vector<Setting> evolution_settings();
std::unique_ptr<Searcher> make_evolution(const Space& space, const SearcherOptions& options);
std::vector<Setting> pbt_settings();
std::unique_ptr<Searcher> make_pbt(const Space& space, const SearcherOptions& options);
std::vector<Setting> pba_settings();
std::unique_ptr<Searcher> make_pba(const Space& space, const SearcherOptions& options);

}  // namespace variegate
