#include "variegate/loader/loader_state.h"

#include "variegate/core/json.h"

namespace variegate {

Json to_json(const LoaderState& state) { return Json{{"epoch", state.epoch}, {"sample", state.sample}}; }

LoaderState loader_state_from_json(JsonReader json) {
  LoaderState state;
  state.epoch = json.member("epoch").unsigned_integer();
  state.sample = json.member("sample").unsigned_integer();
  json.finish();
  return state;
}

}  // namespace variegate
